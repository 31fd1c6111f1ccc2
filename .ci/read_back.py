"""Reads a run's folder with tools that are not ours, and compares what they see.

usage: read_back.py OUT PROJECT
"""

import hashlib
import json
import pathlib
import sys

import duckdb
import frictionless


def rows(query):
    return duckdb.sql(query).fetchall()


def check(said, holds):
    print(("ok   " if holds else "FAIL ") + said)
    if not holds:
        sys.exit(1)


out, project = (pathlib.Path(argument) for argument in sys.argv[1:])
manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))

listed = {output["path"] for output in manifest["outputs"]} | {"manifest.json", "run.json"}
present = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
check("the manifest lists every file", listed == present)
for output in manifest["outputs"]:
    data = (out / output["path"]).read_bytes()
    same = len(data) == output["bytes"] and hashlib.sha256(data).hexdigest() == output["sha256"]
    check(f"size and SHA-256 of {output['path']}", same)

for job in manifest["jobs"]:
    for account in job["targets"]:
        closes = account["wanted"] + account["not_wanted"] == job["records"] and account["read"] == (
            account["written"] + account["rejected"] + account["duplicates"] + account["left_behind"]
        )
        # A record with a repeating group gives as many rows as it has occurrences.
        closes = closes and (account.get("each") is not None or account["read"] == account["wanted"])
        check(f"the account of {job['name']} → {account['file']} closes", closes)

written = {account["file"]: account["written"] for job in manifest["jobs"] for account in job["targets"]}
for totals in manifest["control_totals"]:
    number, slug = totals["file"].split(".")
    [csv] = out.glob(f"data/{number}_*/{slug}.csv")
    parquet = csv.with_suffix(".parquet")
    trace = out / "trace" / parquet.relative_to(out / "data")
    as_csv = rows(f"select * from read_csv('{csv}', all_varchar = true, header = true, nullstr = '')")
    as_parquet = rows(f"select columns(*)::varchar from '{parquet}'")
    check(f"{totals['file']}: {len(as_csv)} rows, the same in CSV and Parquet", as_csv == as_parquet)
    check(f"{totals['file']}: as many rows as the account says", len(as_csv) == written[totals["file"]])
    filled = rows(f"select count(columns(*)) from '{parquet}'")[0]
    check(f"{totals['file']}: control totals", list(filled) == [item["filled"] for item in totals["items"]])
    places = rows(f"select input, \"offset\" from '{trace}'")
    check(f"{totals['file']}: one trace a row", len(places) == len(as_csv))
    inputs = {path: (project / path).read_bytes() for path in {place[0] for place in places}}
    if slug == "control_total" or "address_number" not in [item["item"] for item in totals["items"]]:
        continue
    # Numbers are carried as they are: a row's 宛名番号 stands in the record that it came from.
    address = rows(f"select address_number from read_csv('{csv}', all_varchar = true, header = true)")
    records = [inputs[path][offset : offset + 8192] for path, offset in places]
    traced = all(number is None or number.encode() in record for (number,), record in zip(address, records))
    check(f"{totals['file']}: every row traces back to its record", traced)

errors = rows(f"select count(*) from '{out}/findings.parquet' where severity = 'error'")[0][0]
check("DuckDB counts the same errors as the manifest", errors == manifest["findings"]["error"])

report = frictionless.validate(str(out / "datapackage.json"))
if not report.valid:
    print(report.to_summary())
check("Frictionless accepts datapackage.json", report.valid)
