//! How fast residents' records are cut and parsed: `cargo run --release -p utsushi-legacy --example throughput`.
//!
//! A million records of 40 fields, in about 393 bytes of CSV and 544 of fixed width, in memory, on one thread. Prints the
//! best of seven.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use utsushi_legacy::{Cutter, Header, Records, SourceDefinition};

const RECORDS: usize = 1_000_000;
const FIELDS: usize = 40;

fn main() {
    for (name, keys, delimiter, quoted) in [
        ("plain, comma", "", ",", false),
        ("plain, | (lead-byte-aware)", "delimiter = \"|\"", "|", false),
        ("every field quoted", "quote = \"always\"", ",", true),
        ("plain, multiline", "multiline = true", ",", false),
        ("every field quoted, multiline", "multiline = true", ",", true),
    ] {
        let file = file(delimiter, quoted);
        if name == "plain, comma" {
            yardsticks(&file);
        }
        measure(name, &definition(keys), &file);
    }
    for (name, line_end, bytes, padding, kind) in [
        ("fixed width, 8140", "none", &b""[..], &b"\x81\x40"[..], "text"),
        ("fixed width, 20", "none", b"", b" ", "text"),
        ("fixed width, CRLF", "crlf", b"\r\n", b" ", "text"),
        ("fixed width, CRLF, 16 numbers packed", "crlf", b"\r\n", b" ", "packed"),
    ] {
        measure(name, &fixed_definition(line_end, kind), &fixed_file(bytes, padding, kind));
    }
}

fn measure(name: &str, definition: &SourceDefinition, file: &[u8]) {
    let mut best = [f64::MAX; 3];
    for _ in 0..7 {
        for (best, seconds) in best.iter_mut().zip(run(definition, file)) {
            *best = best.min(seconds);
        }
    }
    let [cut, parse, decode] = best;
    println!(
        "{name}: cut {cut:.3} s, parse {parse:.3} s ({:.2} GB/s together), decode every field {decode:.3} s",
        file.len() as f64 / 1e9 / (cut + parse)
    );
}

/// What else could find the fields of a plain file.
fn yardsticks(file: &[u8]) {
    let best = |work: &dyn Fn() -> usize| {
        let seconds = (0..7).map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed().as_secs_f64()
        });
        seconds.fold(f64::MAX, f64::min)
    };
    let positions = best(&|| {
        let mut positions: Vec<u32> = Vec::new();
        for part in file.chunks(1 << 20) {
            positions.clear();
            positions.extend(memchr::memchr3_iter(b',', b'\r', b'\n', part).map(|at| at as u32));
        }
        positions.len()
    });
    println!("memchr3_iter, positions only: {positions:.3} s");
    let csv = best(&|| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
        let (mut record, mut fields) = (csv::ByteRecord::new(), 0);
        while reader.read_byte_record(&mut record).expect("well formed") {
            fields += record.len();
        }
        fields
    });
    println!("csv crate, ByteRecord: {csv:.3} s");
}

fn definition(keys: &str) -> SourceDefinition {
    let names: Vec<String> = (0..FIELDS).map(|nth| format!("\"f{nth}\"")).collect();
    let fields = names.join(",");
    let text = format!("format = \"csv\"\ncharset = \"cp932\"\n{keys}\nfields = [{fields}]");
    SourceDefinition::from_toml(Path::new("throughput.toml"), &text).expect("a definition")
}

fn file(delimiter: &str, quoted: bool) -> Vec<u8> {
    let mut file = Vec::new();
    // 山田　太郎
    let name = b"\x8E\x52\x93\x63\x81\x40\x91\xBE\x98\x59";
    for record in 0..RECORDS {
        for field in 0..FIELDS {
            if field > 0 {
                file.extend_from_slice(delimiter.as_bytes());
            }
            if quoted {
                file.push(b'"');
            }
            match (field + record % 3) % 5 {
                0 => file.extend_from_slice(format!("{record:010}").as_bytes()),
                1 => file.extend_from_slice(name),
                2 => {}
                3 => file.extend_from_slice(b"19800401"),
                _ => file.extend_from_slice(&name.repeat(2)[..16]),
            }
            if quoted {
                file.push(b'"');
            }
        }
        file.extend_from_slice(b"\r\n");
    }
    file
}

const WIDTHS: [usize; 5] = [10, 20, 10, 8, 20];

fn fixed_definition(line_end: &str, kind: &str) -> SourceDefinition {
    let fields: String = (0..FIELDS)
        .map(|nth| {
            let bytes = WIDTHS[nth % 5];
            let kind = if matches!(nth % 5, 0 | 3) { kind } else { "text" };
            format!("[[field]]\nname = \"f{nth}\"\nbytes = {bytes}\nkind = \"{kind}\"\n")
        })
        .collect();
    let length = WIDTHS.iter().sum::<usize>() * FIELDS / 5;
    let text = format!(
        "format = \"fixed\"\ncharset = \"cp932\"\nrecord_length = {length}\nline_end = \"{line_end}\"\n{fields}"
    );
    SourceDefinition::from_toml(Path::new("throughput.toml"), &text).expect("a definition")
}

/// The same values, each in its place.
fn fixed_file(line_end: &[u8], padding: &[u8], kind: &str) -> Vec<u8> {
    let mut file = Vec::new();
    let name = b"\x8E\x52\x93\x63\x81\x40\x91\xBE\x98\x59";
    for record in 0..RECORDS {
        for field in 0..FIELDS {
            let end = file.len() + WIDTHS[field % 5];
            match field % 5 {
                0 | 3 if kind == "packed" => {
                    let digits = format!("{record:0width$}", width = WIDTHS[field % 5] * 2 - 1);
                    let nibble = |at: usize| digits.as_bytes().get(at).map_or(0xC, |digit| digit - b'0');
                    file.extend((0..WIDTHS[field % 5]).map(|at| nibble(2 * at) << 4 | nibble(2 * at + 1)));
                }
                0 => file.extend_from_slice(format!("{record:010}").as_bytes()),
                1 => file.extend_from_slice(name),
                2 => {}
                3 => file.extend_from_slice(b"19800401"),
                _ => file.extend_from_slice(&name.repeat(2)[..16]),
            }
            while file.len() < end {
                file.extend_from_slice(padding);
            }
        }
        file.extend_from_slice(line_end);
    }
    file
}

fn run(definition: &SourceDefinition, file: &[u8]) -> [f64; 3] {
    let (mut cut, mut parse, mut decode) = (0.0, 0.0, 0.0);
    let mut text = String::new();
    let mut cutter = Cutter::new(file, definition, 0);
    let mut records = Records::default();
    let (mut reuse, mut seen) = (None, 0);
    loop {
        let start = Instant::now();
        let Some(chunk) = cutter.next_chunk(reuse.take()).expect("memory can be read") else {
            break;
        };
        cut += start.elapsed().as_secs_f64();
        let start = Instant::now();
        records.parse(definition, &Header::default(), &chunk);
        parse += start.elapsed().as_secs_f64();
        seen += records.spans().iter().filter(|span| span.broken.is_none()).count();
        let start = Instant::now();
        for field in 0..FIELDS {
            text.clear();
            for record in 0..records.len() {
                let value = records.field(&chunk, record, field);
                definition.decode(field, &value, &mut text).expect("a character cut in half is in no field");
            }
            black_box(&text);
        }
        decode += start.elapsed().as_secs_f64();
        reuse = Some(chunk.data);
    }
    assert_eq!(seen, RECORDS);
    [cut, parse, decode]
}
