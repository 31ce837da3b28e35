"""assistant.judging.training: makes the weights. Needs torch and scikit-learn; never imported when the program runs."""
