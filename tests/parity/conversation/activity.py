"""Activity: times in every form, and whose it may be."""

from .talk import Talk

talk = Talk("activity", "ada")
PATH = "/users/dora/activity"

# What leaves out a day, month or year is left out here: 6.1.1 takes them from today's date.
for say, when in {
    "Z": "2019-06-01T10:00:00Z",
    "microseconds": "2019-06-01T10:00:00.123456Z",
    "milliseconds": "2019-06-01T10:00:01.5Z",
    "an offset": "2019-06-01T12:00:02+02:00",
    "an offset without colon": "2019-06-01T12:00:03+0200",
    "no zone": "2019-06-01T10:00:04",
    "a space": "2019-06-01 10:00:05",
    "a date": "2019-06-02",
    "a compact form": "20190602T100000Z",
    "lower case": "2019-06-02t10:00:01z",
    "nanoseconds": "2019-06-02T10:00:02.123456789Z",
    "words": "2 Jun 2019 10:00:03",
    "RFC 2822": "Sun, 02 Jun 2019 10:00:04 +0000",
    "American": "06/03/2019",
    "a week": "2019-W23-1",
    "leap second": "2019-06-02T10:00:60Z",
    "February 30": "2019-02-30T00:00:00Z",
    "hour 24": "2019-06-02T24:00:00Z",
    "hour 25": "2019-06-02T25:00:00Z",
    "earlier": "2018-01-01T00:00:00Z",
    "year 1": "0001-01-01T00:00:00Z",
    "year 1 in the east": "0001-01-01T00:00:00+14:00",
    "year 9999": "9999-12-31T23:59:59Z",
    "year 10000": "10000-01-01T00:00:00Z",
    "empty": "",
    "spaces": "  ",
    "a word": "now",
    "a NUL": "2019-06-01T10:00:00\x00Z",
    "epoch as text": "1559383200",
    "an unknown zone": "2019-06-03T10:00:00 XYZ",
    "EST": "2019-06-03T10:00:00 EST",
    "UTC": "2019-06-03T10:00:00 UTC",
    "a large offset": "2019-06-03T10:00:00+99:00",
    "Arabic digits": "٢٠١٩-٠٦-٠٤",
}.items():
    # One who was never active takes any time.
    idle = f"/users/idle-{say.replace(' ', '-').lower()}"
    talk.post(f"one who was never active, for {say}", idle, part="status")
    talk.post(f"at {say}", f"{idle}/activity", {"last_activity": when})
    talk.get(f"after {say}", idle, "vera:read:users:activity")
    talk.post(f"earlier than {say}", f"{idle}/activity", {"last_activity": "2001-01-01T00:00:00Z"})
    talk.get(f"after earlier than {say}", idle, "vera:read:users:activity")
    talk.delete(f"no more use for {say}", idle, part="status")
for say, when in {
    "half an hour ago": "{{now-30m}}",
    "now": "{{now}}",
    "in half an hour": "{{now+30m}}",
    "in 50 minutes": "{{now+50m}}",
    "in an hour": "{{now+61m}}",
    "tomorrow": "{{now+1d}}",
}.items():
    talk.post(f"at {say}", "/users/tim/activity", {"last_activity": when})
    talk.get(f"after {say}", "/users/tim", "vera:read:users:activity")
for say, body in {
    "no body": None,
    "empty": {},
    "a list": [1],
    "a string": "x",
    "null": None,
    "an unknown key": {"x": 1},
    "a number": {"last_activity": 1559383200},
    "a float": {"last_activity": 1.5},
    "true": {"last_activity": True},
    "null time": {"last_activity": None},
    "a list for the time": {"last_activity": ["2019-06-01T10:00:00Z"]},
    "an object for the time": {"last_activity": {}},
    "servers": {"servers": {"new1": {"last_activity": "2019-06-01T10:00:00Z"}}},
    "the default server": {"servers": {"": {"last_activity": "2019-06-01T10:00:01Z"}}},
    "both": {
        "last_activity": "2019-06-05T10:00:00Z",
        "servers": {"new1": {"last_activity": "2019-06-05T10:00:00Z"}},
    },
    "no servers": {"servers": {}},
    "null servers": {"servers": None},
    "servers a list": {"servers": ["new1"]},
    "servers a string": {"servers": "new1"},
    "a server that is not there": {
        "servers": {"nothing": {"last_activity": "2019-06-01T10:00:00Z"}}
    },
    "a server without a time": {"servers": {"new1": {}}},
    "a server with a null time": {"servers": {"new1": {"last_activity": None}}},
    "a server with a bad time": {"servers": {"new1": {"last_activity": "x"}}},
    "a server as a string": {"servers": {"new1": "2019-06-01T10:00:00Z"}},
    "a server in the future": {"servers": {"new1": {"last_activity": "{{now+2h}}"}}},
    "a good time and a bad server": {
        "last_activity": "2019-06-06T10:00:00Z",
        "servers": {"nothing": {}},
    },
    "an earlier time for a server": {
        "servers": {"new1": {"last_activity": "2018-06-05T10:00:00Z"}}
    },
    "kernels too": {"servers": {"new1": {"last_activity": "2019-06-07T10:00:00Z", "kernels": 3}}},
}.items():
    talk.post(f"with {say}", PATH, body)
talk.get(
    "of servers, after all that",
    "/users/dora?include_stopped_servers=1",
    "vera:read:users:activity read:servers",
)
talk.hostile("POST", PATH)
for who in [
    None,
    "bob",
    "dora",
    "dep",
    "tim",
    "service:grader",
    "vera:users:activity",
    "vera:users:activity!user=dora",
    "vera:users:activity!user=bob",
    "vera:users:activity!group=math",
    "vera:users",
    "vera:read:users:activity",
    "dora:users:activity!user",
]:
    talk.post(f"as {who}", PATH, {"last_activity": "2019-07-01T10:00:00Z"}, who)
for name in ["nobody", "DORA", "zo%C3%AB"]:
    talk.post(f"of {name}", f"/users/{name}/activity", {"last_activity": "2019-07-01T10:00:00Z"})
for method in ["GET", "PUT", "DELETE"]:
    talk.ask(method, method, PATH)
