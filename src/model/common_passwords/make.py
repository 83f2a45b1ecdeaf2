"""Write `hashes.bin` anew: what is tried first by whoever guesses passwords, without repeating the words.

    pip download --no-deps jupyterhub-nativeauthenticator==1.3.0 && unzip jupyterhub_nativeauthenticator-*.whl
    python make.py nativeauthenticator/common-credentials.txt

Of the ten thousand most common passwords that NativeAuthenticator refuses (BSD licence), those of eight
characters or more, since shorter ones are refused anyway: the first six bytes of the SHA-256 of each in lower
case, in order.
"""

import hashlib
import pathlib
import sys

words = pathlib.Path(sys.argv[1]).read_text(encoding="utf8").split()
hashes = {hashlib.sha256(word.lower().encode()).digest()[:6] for word in words if len(word) >= 8}
pathlib.Path(__file__).with_name("hashes.bin").write_bytes(b"".join(sorted(hashes)))
