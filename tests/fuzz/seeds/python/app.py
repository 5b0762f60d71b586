"""Loads lab/base-7b, and others."""

from transformers import AutoModelForCausalLM, pipeline

NAME = "lab/tuned-7b"
MODELS = {"small": "lab/base-7b", "large": f"lab/{'tuned'}-7b"}
model = AutoModelForCausalLM.from_pretrained(NAME, revision="main")  # llmsurvey: ok it is a test
pipe = pipeline("text-generation", model=MODELS["small"])
arguments = {}
arguments.setdefault("--model", default="other/quant")
