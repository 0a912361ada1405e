"""What happens when somebody signs out of a browser; the floors above say so when they start."""

farewells = []


def on_leaving(act):
    """Do this with the request by which somebody signs out, while it is still theirs."""
    farewells.append(act)
    return act


def say_farewell(request):
    for act in farewells:
        act(request)
