"""When teams and people work: their week, their holidays, their quiet hours and when they are away."""
