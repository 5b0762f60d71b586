"""YAML and CSV in, records out: layers, faults with their place, and a compiled cache."""
