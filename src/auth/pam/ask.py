# Asks PAM on behalf of hubctl: one JSON object in, one out. Nothing secret is in arguments or environment.
import json
import os
import sys

# Modules of PAM may print: that is no answer.
answer = os.fdopen(os.dup(1), "w", encoding="utf8")
os.dup2(2, 1)
asked = json.loads(sys.stdin.buffer.read().decode("utf8"))


def tell(**said):
    json.dump(said, answer)
    answer.close()
    sys.exit(0)


try:
    import codecs
    import inspect

    import pamela
except ImportError as error:
    tell(lacks=str(error))
except Exception as error:
    # It looks for the functions of libpam when it is imported.
    tell(lacks=f"its `pamela` finds no libpam ({error})")

about = {"service": asked["service"], "encoding": asked["encoding"]}
try:
    codecs.lookup(asked["encoding"])
except LookupError as error:
    tell(lacks=str(error))


def authenticate():
    # Before 1.2 it asks about the account only where it is told to.
    checks = "check" in inspect.signature(pamela.authenticate).parameters
    more = {"check": False} if checks else {}
    pamela.authenticate(asked["name"], tuple(asked["passwords"]), **about, **more)


does = {
    "authenticate": [("password", authenticate)],
    "check": [("account", lambda: pamela.check_account(asked["name"], **about))],
    "open": [("session", lambda: pamela.open_session(asked["name"], **about))],
    "close": [("session", lambda: pamela.close_session(asked["name"], **about))],
}
try:
    for what in asked["do"]:
        for step, do in does[what]:
            do()
except (pamela.PAMError, UnicodeError) as error:
    tell(refused=str(error), step=step)
tell()
