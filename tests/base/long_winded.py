"""A program of a bounded child that answers more than anybody would read."""


def work(order, content, send):
    return "x" * 2**25
