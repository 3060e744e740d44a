"""A program of a bounded child that never comes to an end."""


def work(order, content, send):
    while True:
        pass
