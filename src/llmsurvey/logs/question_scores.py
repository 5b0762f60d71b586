"""What one model scored on each question."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class QuestionScores(NamedTuple):
    """What one model scored by one metric: the questions by number, in order, and the mean of the repeats of each."""

    questions: npt.NDArray[np.int32]
    scores: npt.NDArray[np.float64]
