"""Read metrics as Prometheus' own client does: on standard input the text, on standard output how many series there are
of each kind. What no scraper would take fails."""

import collections
import json
import sys

from prometheus_client.parser import text_string_to_metric_families

kinds = collections.Counter()
seen = set()
for family in text_string_to_metric_families(sys.stdin.read()):
    assert family.type != "unknown" and family.documentation, family
    assert family.name not in seen, family.name
    seen.add(family.name)
    buckets = collections.defaultdict(list)
    counts = {}
    for sample in family.samples:
        labels = {name: value for name, value in sample.labels.items() if name != "le"}
        series = json.dumps(labels, sort_keys=True)
        if sample.name.endswith("_bucket"):
            buckets[series].append((float(sample.labels["le"]), sample.value))
        elif family.type == "histogram" and sample.name.endswith("_count"):
            counts[series] = sample.value
        assert (sample.name, series) not in seen or sample.name.endswith("_bucket"), sample
        seen.add((sample.name, series))
        kinds[family.type] += 1
    for series, steps in buckets.items():
        assert steps == sorted(steps), (family.name, steps)
        assert [count for _, count in steps] == sorted(count for _, count in steps), (family.name, steps)
        assert steps[-1] == (float("inf"), counts[series]), (family.name, steps)
print(json.dumps(kinds))
