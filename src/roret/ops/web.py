"""The web process: uvicorn on a socket that was bound by the parent."""

from __future__ import annotations

import socket
from types import FrameType
from typing import Any

import uvicorn

GRACE = 1
"""Seconds that open requests get to finish when the house shuts."""


class Server(uvicorn.Server):
    """Uvicorn that ends the open streams at once when it is asked to stop, instead of waiting for them."""

    def __init__(self, application: Any) -> None:
        super().__init__(config(application))
        self.application = application

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.application.hub.close()
        super().handle_exit(sig, frame)


def config(application: Any) -> uvicorn.Config:
    """How uvicorn runs here. No access log: addresses hold tokens."""
    return uvicorn.Config(
        application,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        interface="asgi3",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
    )


def run(application: Any, listening: socket.socket) -> int:
    """Serve until SIGTERM. Gives the exit status."""
    Server(application).run(sockets=[listening])
    return 0


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises `OSError` when the port is taken or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(512)
    except OSError:
        listening.close()
        raise
    listening.set_inheritable(True)
    return listening
