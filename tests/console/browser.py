"""A headless Chromium that tests drive over its DevTools protocol."""

import asyncio
import base64
import os
import shutil
import subprocess
import time
from pathlib import Path

import aiohttp
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
KEYS = {"Enter": ("\r", 13), "Escape": ("", 27)}
"""What a key writes, and its Windows code, which is what the browser itself goes by."""
LEAVING = ("navigated or closed", "context was destroyed")
"""How Chromium answers what is asked of a page while another one takes its place."""


class NavigatedError(Exception):
    """The page was left before it could answer."""


def chromium():
    """Where the browser is; skips the test where there is none, which the build does not allow."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"the build needs one of {', '.join(NAMES)}")
        pytest.skip(f"needs one of {', '.join(NAMES)}")
    return found


class Browser:
    """One page. What it has asked for is in `requests`, what it has complained about in `complaints`."""

    def __init__(self, folder: Path):
        self._process = subprocess.Popen(
            [chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
             "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._loop = asyncio.new_event_loop()
        self._number = 0
        self._loaded = False
        self.requests = []
        self.complaints = []
        self._loop.run_until_complete(self._connect(folder / "DevToolsActivePort"))
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")

    async def _connect(self, port_file):
        deadline = time.monotonic() + 60
        while not port_file.exists() or len(port_file.read_text().splitlines()) < 2:
            assert self._process.poll() is None, "the browser has ended"
            assert time.monotonic() < deadline, "the browser does not start"
            await asyncio.sleep(0.1)
        port = port_file.read_text().splitlines()[0]
        self._session = aiohttp.ClientSession()
        while True:
            async with self._session.get(f"http://127.0.0.1:{port}/json") as answer:
                pages = [each for each in await answer.json() if each["type"] == "page"]
            if pages:
                break
            await asyncio.sleep(0.1)
        self._socket = await self._session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0)

    def ask(self, method, **parameters):
        return self._loop.run_until_complete(asyncio.wait_for(self._ask(method, parameters), 60))

    async def _ask(self, method, parameters):
        self._number += 1
        number = self._number
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            answer = await self._socket.receive_json()
            if answer.get("id") == number:
                if any(word in answer.get("error", {}).get("message", "") for word in LEAVING):
                    raise NavigatedError(answer["error"]["message"])
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]
            self._heard(answer)

    def _heard(self, event):
        told = event["params"]
        match event["method"]:
            case "Network.requestWillBeSent" if not told["request"]["url"].startswith("data:"):  # its own icons
                self.requests.append(told["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")
            case "Runtime.exceptionThrown":
                self.complaints.append(str(told["exceptionDetails"]))
            case "Page.javascriptDialogOpening":
                self.complaints.append("a dialog has opened")
            case "Page.loadEventFired":
                self._loaded = True

    def open(self, url):
        """Go to the page and wait until it is there."""
        self._loaded = False
        self.ask("Page.navigate", url=url)
        self.wait_loaded()

    def wait_loaded(self):
        self.until(lambda: self._loaded and self.run("document.readyState") == "complete", "the page does not load")

    def run(self, script):
        """The value of a JavaScript expression."""
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def until(self, condition, otherwise="it does not come to that", seconds=30):
        """Wait until the condition, a function or a JavaScript expression, holds; what it said."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                found = self.run(condition) if isinstance(condition, str) else self._look(condition)
            except NavigatedError:
                found = False  # asked of a page that was just being left
            if found:
                return found
            assert time.monotonic() < deadline, f"{otherwise}: {condition}"
            time.sleep(0.05)

    def _look(self, condition):
        self.run("0")  # hears what has happened meanwhile
        return condition()

    def press(self, *keys):
        """Press keys, one after the other, as a reader would; one that leads to another page comes last."""
        for key in keys:
            text, code = KEYS.get(key, (key, ord(key[0].upper())))
            self._loaded = False
            down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
            self.ask("Input.dispatchKeyEvent", key=key, windowsVirtualKeyCode=code, **down)
            self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def show(self, width, height, *, dark=False, phone=False):
        """The size of the window, and how the reader likes it."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])

    def screenshot(self, path):
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))

    def close(self):
        self._loop.run_until_complete(self._socket.close())
        self._loop.run_until_complete(self._session.close())
        self._loop.close()
        self._process.terminate()
        self._process.wait(20)
