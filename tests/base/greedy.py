"""A program of a bounded child that wants more memory than there is."""


def work(order, content, send):
    return len(bytearray(2**40))
