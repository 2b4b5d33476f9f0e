"""The server of the explorer: Voila on this machine only, behind a key, with one page and no files."""

import base64
import hashlib
import logging
import os
import secrets
import socket
import sys
import threading
import webbrowser
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from tornado.web import StaticFileHandler
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from vtcost.data import InputError
from vtcost.explorer.session import FOLDER, REGION

HERE = Path(__file__).resolve().parent
NOTEBOOK = HERE / "notebook" / "verkenner.ipynb"
TEMPLATES = [HERE / "templates", HERE.parent / "memo" / "templates"]
SCRIPT = TEMPLATES[0] / "explorer.js"
# A number, not a name: what localhost means is for the settings of the machine to say.
ADDRESS, PORT = "127.0.0.1", 8866
# Other ports that are tried when nobody asked for this one.
OTHERS = 50
# Seconds: a kernel without a page is ended after the first; the second is the time between two looks.
IDLE, LOOK = 120, 30


class Page(TornadoVoilaHandler):
    """The page, which may end its own kernel when it is left."""

    async def get(self, path: str | None = None) -> None:
        """Asking for the token sets the cookie without which no request can change anything."""
        _ = self.xsrf_token
        await super().get(path)


class Explorer(Voila):
    """Voila with our own template and without anything that gives a file: only the page, its kernel and the way in."""

    def __init__(self, name: str | None = None, **settings):
        super().__init__(**settings)
        self.query = urlencode({"token": self.token, **({REGION: name} if name else {})})

    def setup_template_dirs(self) -> None:
        """Our own page: that of Voila asks a CDN for fonts."""
        self.template_paths, self.static_paths = [str(folder) for folder in TEMPLATES], []

    def init_handlers(self) -> list:
        """Without folders of files, ours or Voila's; the page is one answer, at one address."""
        kept = [handler for handler in super().init_handlers() if not issubclass(handler[1], StaticFileHandler)]
        return [("/", Page, *handler[2:]) if handler[1] is TornadoVoilaHandler else handler for handler in kept]

    @property
    def address(self) -> str:
        """Address of the page, with its key."""
        return f"http://{ADDRESS}:{self.port}/?{self.query}"

    @property
    def display_url(self) -> str:
        """Asked once, when the server listens: the moment to tell."""
        print(f"Explorer: {self.address}", flush=True)
        print("Stop with Ctrl-C.", flush=True)
        return ADDRESS

    def launch_browser(self) -> None:
        """By a file that only this user can read: in a list of processes others would see the key."""
        page = Path(self.connection_dir) / "open.html"
        page.write_text(f'<meta http-equiv="refresh" content="0; url={escape(self.address)}">', encoding="utf-8")
        threading.Thread(target=webbrowser.open, args=(page.as_uri(),), daemon=True).start()


def serve(name: str | None = None, port: int | None = None, browser: bool = True) -> None:
    """Serve the explorer until it is interrupted.

    Parameters
    ----------
    name : str, optional
        Region that is shown first.
    port : int, optional
        Default 8866, or one near it that is free.
    browser : bool
        Whether to open the page.

    Raises
    ------
    InputError
        If the port that was asked for cannot be had.
    """
    if port is not None:
        _check_port(port)
    retries = OTHERS if port is None else 0
    # The kernel itself starts in the folder of its notebook.
    os.environ[FOLDER] = os.getcwd()
    server = Explorer(name, config=settings(), port=port or PORT, port_retries=retries, open_browser=browser)
    server.initialize([])
    server.start()


def settings() -> Config:
    """What Voila is told; settings of the user's own are not read.

    The page may run one script, by its fingerprint, and ask nothing of others: a text that slipped through as markup
    would still not run.
    """
    policy = {
        "default-src": "'none'",
        "script-src": f"'sha256-{fingerprint()}'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "connect-src": f"'self' ws://{ADDRESS}:*",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{rule} {value}" for rule, value in policy.items()),
        "Referrer-Policy": "same-origin",
    }
    chosen = Config()
    chosen.Voila.config_file_paths = []
    chosen.Voila.ip = ADDRESS
    chosen.Voila.token = secrets.token_urlsafe(32)
    chosen.Voila.notebook_path = str(NOTEBOOK)
    chosen.Voila.log_level = logging.ERROR
    # Within one machine a lost connection is known at once: nobody has to ask for signs of life.
    chosen.Voila.tornado_settings = {"headers": headers, "ws_ping_interval": 0}
    chosen.VoilaConfiguration.strip_sources = True
    chosen.VoilaConfiguration.show_tracebacks = False
    chosen.VoilaConfiguration.allow_template_override = "NO"
    chosen.VoilaConfiguration.allow_theme_override = "NO"
    chosen.VoilaConfiguration.file_allowlist = []
    chosen.MappingKernelManager.cull_idle_timeout = IDLE
    chosen.MappingKernelManager.cull_interval = LOOK
    if sys.platform == "linux":
        # Files that only this user can open, instead of ports.
        chosen.KernelManager.transport = "ipc"
    return chosen


def fingerprint() -> str:
    """SHA-256 of the script as it stands in the page, in base64."""
    script = SCRIPT.read_text(encoding="utf-8").removesuffix("\n")
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _check_port(port: int) -> None:
    if not 1 <= port <= 65535:
        raise InputError(f"--port: {port}, expected a number from 1 to 65535")
    with socket.socket() as tried:
        # As the server does: a port that was just left can be had again.
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((ADDRESS, port))
        except OSError as error:
            raise InputError(f"--port: {port}, expected a port that is free ({error.strerror})") from None
