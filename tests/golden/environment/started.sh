#!/bin/sh
# Stands where `jupyterhub-singleuser` is: writes down all that it was given, and answers from then on.
at="started-$(tr '\0' '\n' < /proc/$$/environ | sed -n 's/^JUPYTERHUB_SERVER_NAME=//p')"
[ "$at" != started- ] || at=started-default
rm -rf "$at.new" "$at"; mkdir "$at.new" || exit 1
cat /proc/$$/environ > "$at.new/environ"
cat /proc/$$/cmdline > "$at.new/cmdline"
{
    echo "folder $(readlink /proc/$$/cwd)"
    echo "umask $(umask)"
    echo "ids $(sed -n -E 's/^(Uid|Gid|Groups)://p' /proc/$$/status | tr -s ' \t\n' '   ' | sed 's/^ *//; s/ *$//')"
    sed -n -E 's/^(SigBlk|SigIgn):[[:space:]]*/\1 /p' /proc/self/status
    [ "$(cut -d' ' -f6 /proc/$$/stat)" = "$$" ] && echo "leads its session"
} > "$at.new/rest"
mv "$at.new" "$at"
exec python3 -c '
import http.server, os, urllib.parse
class Here(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *what):
        pass
url = urllib.parse.urlparse(os.environ["JUPYTERHUB_SERVICE_URL"])
http.server.HTTPServer((url.hostname, url.port), Here).serve_forever()
'
