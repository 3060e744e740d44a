"""A program of a bounded child whose decoder prints, as libraries in C do."""

import os


def work(order, content, send):
    send("isi", content)
    os.write(1, b"libxyz: warning\n")
    print("peringatan", flush=True)  # noqa: T201
    return {"beres": True}
