//! What must hold of every finished run, whatever went in: DESIGN, "What the outside can rely on".

use super::cp932;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Columns and rows; a blank is `None`.
pub type Table = (Vec<String>, Vec<Vec<Option<String>>>);

pub fn manifest(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap()
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Paths of all files below a folder, relative to it, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => walk(&path, root, found),
                false => found.push(path.strip_prefix(root).unwrap().to_owned()),
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

/// Path and digest of every file of a run but `run.json`.
pub fn digests(out: &Path) -> BTreeMap<String, String> {
    let name = |path: &Path| path.to_str().unwrap().replace('\\', "/");
    files(out)
        .iter()
        .map(|path| (name(path), sha256(&fs::read(out.join(path)).unwrap())))
        .filter(|(name, _)| name != "run.json")
        .collect()
}

/// Nothing of a run that ended, or failed, or was cleared up after, lies beside its folder.
#[track_caller]
pub fn no_leftovers(out: &Path) {
    let left = leftovers(out);
    assert!(left.is_empty(), "left beside the output: {left:?}");
}

pub fn leftovers(out: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(out.parent().unwrap()) else { return Vec::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains("utsushi-")).collect()
}

pub fn csv_table(bytes: &[u8]) -> Table {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let mut rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
    let columns = rows.next().unwrap();
    (
        columns,
        rows.map(|row| row.into_iter().map(|cell| Some(cell).filter(|cell| !cell.is_empty())).collect())
            .collect(),
    )
}

pub fn parquet_table(path: &Path) -> Table {
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path).unwrap()).unwrap();
    let columns = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mut rows = Vec::new();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let options = FormatOptions::new();
        let shown: Vec<_> =
            batch.columns().iter().map(|column| ArrayFormatter::try_new(column, &options).unwrap()).collect();
        for row in 0..batch.num_rows() {
            let cell = |index: usize| {
                (!batch.column(index).is_null(row)).then(|| shown[index].value(row).to_string())
            };
            rows.push((0..shown.len()).map(cell).collect());
        }
    }
    (columns, rows)
}

/// All that must hold. Traces are followed where the key is the first field of a record.
#[track_caller]
pub fn check(out: &Path, project: &Path) {
    check_but_trace(out, project);
    for (name, rows) in data(out) {
        follow(&name, &rows, out, project);
    }
}

#[track_caller]
pub fn check_but_trace(out: &Path, project: &Path) {
    let manifest = manifest(out);
    no_leftovers(out);
    accounts_close(&manifest);
    digests_hold(&manifest, out, project);
    rejects_are_the_records(&manifest, out, project);
    findings_are_counted(&manifest, out);
    data(out);
    let text = fs::read_to_string(out.join("manifest.json")).unwrap();
    for outside in [out.parent().unwrap(), project] {
        assert!(!text.contains(outside.to_str().unwrap()), "an absolute path in the manifest");
    }
    #[cfg(unix)]
    only_the_owner_can_read(out);
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

fn accounts_close(manifest: &Value) {
    for job in list(&manifest["jobs"]) {
        let of = |name: &str| number(&job[name]);
        let inputs = list(&job["inputs"]);
        assert_eq!(of("records"), inputs.iter().map(|input| number(&input["records"])).sum::<u64>(), "{job}");
        assert_eq!(of("records"), of("routed") + of("unrouted") + of("broken"), "{job}");
        for input in inputs {
            assert_eq!(
                number(&input["bytes"]),
                number(&input["record_bytes"]) + number(&input["framing_bytes"]),
                "{input}"
            );
        }
        for target in list(&job["targets"]) {
            let of_target = |name: &str| number(&target[name]);
            assert_eq!(of("records"), of_target("wanted") + of_target("not_wanted"), "{target}");
            // A record with a repeating group gives as many rows as it has occurrences.
            assert!(!target["each"].is_null() || of_target("read") == of_target("wanted"), "{target}");
            let ends = ["written", "rejected", "duplicates", "left_behind"].map(of_target);
            assert_eq!(of_target("read"), ends.iter().sum::<u64>(), "{target}");
        }
    }
}

fn digests_hold(manifest: &Value, out: &Path, project: &Path) {
    let inputs = list(&manifest["jobs"]).iter().flat_map(|job| list(&job["inputs"]));
    let read = inputs
        .filter(|input| input["path"] != "-")
        .chain(list(&manifest["project"]))
        .map(|file| (project, file));
    let written = list(&manifest["outputs"]);
    for (folder, file) in read.chain(written.iter().map(|file| (out, file))) {
        let path = file["path"].as_str().unwrap();
        let bytes = fs::read(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(number(&file["bytes"]), bytes.len() as u64, "size of {path}");
        assert_eq!(file["sha256"], sha256(&bytes), "digest of {path}");
    }
    let mut listed: BTreeSet<PathBuf> =
        written.iter().map(|file| file["path"].as_str().unwrap().into()).collect();
    assert_eq!(listed.len(), written.len(), "a file is listed twice");
    listed.extend(["manifest.json", "run.json"].map(PathBuf::from));
    assert_eq!(listed, files(out).into_iter().collect(), "files listed and files there");
}

/// The rows of every standard file, which are the same in CSV and Parquet, and as many as in the trace.
pub fn data(out: &Path) -> Vec<(String, Table)> {
    let manifest = manifest(out);
    let mut tables = Vec::new();
    for output in list(&manifest["outputs"]) {
        let path = output["path"].as_str().unwrap();
        let Some(name) = path.strip_prefix("data/").and_then(|path| path.strip_suffix(".csv")) else {
            continue;
        };
        let table = csv_table(decoded(out, path).as_bytes());
        let parquet = parquet_table(&out.join(format!("data/{name}.parquet")));
        assert_eq!(table.0, parquet.0, "columns of {name}");
        assert_eq!(table.1.len(), parquet.1.len(), "rows of {name}");
        for (row, (csv, parquet)) in table.1.iter().zip(&parquet.1).enumerate() {
            assert_eq!(csv, parquet, "row {row} of {name}");
        }
        let trace = parquet_table(&out.join(format!("trace/{name}.parquet")));
        assert_eq!(table.1.len(), trace.1.len(), "trace of {name}");
        assert_eq!(number(&output["rows"]), table.1.len() as u64, "rows of {name} in the manifest");
        let (business, slug) = name.split_once('/').unwrap();
        let file = format!("{}.{slug}", &business[..2]);
        let targets = list(&manifest["jobs"]).iter().flat_map(|job| list(&job["targets"]));
        let written: u64 =
            targets.filter(|target| target["file"] == *file).map(|target| number(&target["written"])).sum();
        assert_eq!(written, table.1.len() as u64, "rows of {name} in the account");
        tables.push((name.to_owned(), table));
    }
    tables
}

/// The text of a CSV in `data/`, whatever its encoding.
pub fn decoded(out: &Path, path: &str) -> String {
    let package: Value = serde_json::from_slice(&fs::read(out.join("datapackage.json")).unwrap()).unwrap();
    let resource = list(&package["resources"]).iter().find(|resource| resource["path"] == path).unwrap();
    let bytes = fs::read(out.join(path)).unwrap();
    let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    match resource["encoding"].as_str().unwrap() {
        "utf-8" => utf8(&bytes),
        "utf-8-sig" => utf8(bytes.strip_prefix(b"\xef\xbb\xbf").expect("a byte order mark")),
        "utf-16" => {
            let units: Vec<u16> =
                bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(units.strip_prefix(&[0xfeff]).expect("a byte order mark")).unwrap()
        }
        "cp932" => cp932::decode(&bytes),
        other => panic!("{other}"),
    }
}

/// Every row's record stands where the trace says, and begins with the row's key.
fn follow(name: &str, (columns, rows): &Table, out: &Path, project: &Path) {
    // Files of no person begin with their own key.
    let key = columns.iter().position(|column| column == "address_number").unwrap_or(0);
    let (trace_columns, trace) = parquet_table(&out.join(format!("trace/{name}.parquet")));
    assert_eq!(trace_columns, ["input", "record", "line", "offset", "occurrence"]);
    let mut inputs: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (row, (values, place)) in rows.iter().zip(&trace).enumerate() {
        let [Some(input), _, _, Some(offset), _] = place.as_slice() else { panic!("{place:?}") };
        if input == "-" {
            continue;
        }
        let bytes = inputs.entry(input.clone()).or_insert_with(|| fs::read(project.join(input)).unwrap());
        let offset: usize = offset.parse().unwrap();
        let mut record_bytes = &bytes[offset..];
        let before = &bytes[..offset];
        assert!(
            before.is_empty()
                || before.ends_with(b"\n")
                || before.ends_with(b"\r")
                || before == b"\xef\xbb\xbf",
            "row {row} of {name}: no record begins at {offset}"
        );
        for skipped in [&b"\""[..], b" ", b"\t", b"\x81\x40", b"\xe3\x80\x80"] {
            while let Some(rest) = record_bytes.strip_prefix(skipped) {
                record_bytes = rest;
            }
        }
        let number = values[key].as_ref().unwrap().as_bytes();
        assert!(record_bytes.starts_with(number), "row {row} of {name} is not the record at {offset}");
    }
}

/// `rejects/<job>` is the header and the bytes of every rejected record, as `rejects.csv` places them.
fn rejects_are_the_records(manifest: &Value, out: &Path, project: &Path) {
    let (columns, rows) = csv_table(&fs::read(out.join("rejects/rejects.csv")).unwrap());
    let column = |name: &str| columns.iter().position(|column| column == name).unwrap();
    for job in list(&manifest["jobs"]) {
        let mut places = BTreeSet::new();
        let inputs: Vec<&str> =
            list(&job["inputs"]).iter().map(|input| input["path"].as_str().unwrap()).collect();
        for row in &rows {
            let cell = |name: &str| row[column(name)].clone().unwrap();
            if cell("job") == job["name"] {
                let place = ["record", "offset", "bytes"].map(|name| cell(name).parse::<usize>().unwrap());
                places.insert((inputs.iter().position(|input| *input == cell("input")).unwrap(), place));
            }
        }
        assert_eq!(number(&job["rejected_records"]), places.len() as u64, "rejected records");
        if inputs.contains(&"-") {
            continue;
        }
        let read: Vec<Vec<u8>> = inputs.iter().map(|input| fs::read(project.join(input)).unwrap()).collect();
        let records: Vec<(usize, &[u8])> = places
            .iter()
            .map(|(input, [_, offset, bytes])| (*input, &read[*input][*offset..offset + bytes]))
            .collect();
        let Some(path) = job["rejects"]["path"].as_str() else {
            assert!(records.is_empty(), "rejected records without a file");
            continue;
        };
        let written = fs::read(out.join(path)).unwrap();
        let mut rest = &written[written.len() - number(&job["rejects"]["record_bytes"]) as usize..];
        for (index, (input, record)) in records.iter().copied().enumerate() {
            rest = rest
                .strip_prefix(record)
                .unwrap_or_else(|| panic!("rejected record {index} is not as it was"));
            // Only between files may a line end have been added, to a last record that had none.
            let next = records.get(index + 1).map(|(_, next)| *next);
            let goes_on = |rest: &[u8]| next.map_or(rest.is_empty(), |next| rest.starts_with(next));
            if !goes_on(rest) && input + 1 < inputs.len() {
                let ends = [&b"\r\n"[..], b"\n", b"\r"];
                let mut after = ends.iter().filter_map(|end| rest.strip_prefix(*end));
                rest = after.find(|rest| goes_on(rest)).unwrap_or(rest);
            }
        }
        assert!(rest.is_empty(), "{} bytes too many in {path}", rest.len());
    }
}

fn findings_are_counted(manifest: &Value, out: &Path) {
    let (columns, rows) = parquet_table(&out.join("findings.parquet"));
    let code = columns.iter().position(|column| column == "code").unwrap();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    rows.iter().for_each(|row| *counts.entry(row[code].clone().unwrap()).or_default() += 1);
    let listed = manifest["findings"]["codes"].as_object().unwrap();
    assert_eq!(counts, listed.iter().map(|(code, count)| (code.clone(), number(count))).collect());
    let (csv_columns, csv) = csv_table(&fs::read(out.join("findings.csv")).unwrap());
    assert_eq!(columns, csv_columns);
    if counts.values().all(|count| *count <= 1_000) {
        assert_eq!(rows, csv, "findings.parquet and findings.csv");
    }
}

#[cfg(unix)]
fn only_the_owner_can_read(out: &Path) {
    use std::os::unix::fs::MetadataExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
    for file in files(out) {
        assert_eq!(mode(&out.join(&file)), 0o600, "{}", file.display());
        for folder in file.ancestors().skip(1) {
            assert_eq!(mode(&out.join(folder)), 0o700, "{}", folder.display());
        }
    }
}
