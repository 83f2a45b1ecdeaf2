"""Run a command at a terminal, and answer its questions.

    python3 terminal.py ANSWERS COMMAND...

Its stdin and stderr are a new terminal, its stdout a pipe. Once it says something and waits, the next
line of the JSON list ANSWERS is typed, as the keys that it holds; where that is a pair, its second is
typed once its first is there to read. Prints what stood in the terminal
in the end, then what came through the pipe, then how it ended.
"""

import json
import os
import pty
import re
import subprocess
import sys
import termios

answers = json.loads(sys.argv[1])
controller, terminal = pty.openpty()
# Questions show what is typed themselves; the terminal would, too, when it comes between two of them.
settings = termios.tcgetattr(terminal)
settings[3] &= ~termios.ECHO
termios.tcsetattr(terminal, termios.TCSANOW, settings)
child = subprocess.Popen(
    sys.argv[2:], stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, start_new_session=True,
    preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),  # makes it the one ^C comes from
)
os.close(terminal)
shown = b""
typed = 0  # how much was there when something was typed last
while True:
    try:
        said = os.read(controller, 4096)
    except OSError:  # nobody holds the other end any more
        break
    if not said:
        break
    shown += said
    # A question ends within its line, and what is typed is echoed after it.
    wanted, keys = answers[0] if answers and isinstance(answers[0], list) else (None, answers[:1])
    there = wanted.encode() in shown[typed:] if wanted else shown.endswith(b" ")
    if answers and there:
        typed = len(shown)
        os.write(controller, "".join(keys).encode())
        answers.pop(0)
# What is drawn again in its own place is seen once.
plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", shown.decode())
lines = [line for line in plain.split("\n") if line]
print("\n".join(line for line, before in zip(lines, [None, *lines]) if line != before))
print("stdout:", child.stdout.read().decode().rstrip("\n"))
print("exit", child.wait())
