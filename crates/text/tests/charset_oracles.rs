//! The charsets beside cp932, cell by cell, and what others make of them. `oracles/charset-digests.txt` holds what glibc
//! reads, as a digest a charset, so that these tests need no `iconv`; where `iconv` or `python3` is at hand, it is asked.
//! Every difference is listed here with its reason.

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};
use utsushi_text::Charset;

const DIGESTS: &str = include_str!("oracles/charset-digests.txt");

/// A charset, what glibc and Python call it, and where they part from us: code, ours, theirs (`-` for none).
struct Oracle {
    charset: Charset,
    glibc: &'static str,
    python: &'static str,
    glibc_differs: &'static [(&'static str, &'static str, &'static str)],
    python_differs: &'static [(&'static str, &'static str, &'static str)],
}

// 815C and A1BD are U+2014 in JIS X 0208:1997 and JIS X 0213's tables; glibc and Python took U+2015 from an older table.
// 5C and 7E are ¥ and ‾ in JIS X 0201; Python's shift_jis keeps ASCII.
// F040–F9FC, gaiji in practice, are listed by rule in `gaiji`.
const ORACLES: [Oracle; 4] = [
    Oracle {
        charset: Charset::ShiftJis,
        glibc: "SJIS",
        python: "shift_jis",
        glibc_differs: &[("815C", "2014", "2015")],
        python_differs: &[("5C", "00A5", "005C"), ("7E", "203E", "007E"), ("815C", "2014", "2015")],
    },
    // Python reads five signs of plane 1 as other code points of look-alikes (815F as the ASCII backslash, for one).
    Oracle {
        charset: Charset::ShiftJisx0213,
        glibc: "SHIFT_JISX0213",
        python: "shift_jis_2004",
        glibc_differs: &[],
        python_differs: &[
            ("815C", "2014", "2015"),
            ("815F", "FF3C", "005C"),
            ("81B0", "FF5E", "007E"),
            ("81D4", "FF5F", "2985"),
            ("81D5", "FF60", "2986"),
        ],
    },
    // JIS X 0212's tilde is the full-width one here and in glibc; C1 controls, which Python refuses, are in `controls`.
    Oracle {
        charset: Charset::EucJp,
        glibc: "EUC-JP",
        python: "euc_jp",
        glibc_differs: &[("A1BD", "2014", "2015")],
        python_differs: &[("A1BD", "2014", "2015"), ("8FA2B7", "FF5E", "007E")],
    },
    Oracle {
        charset: Charset::EucJpMs,
        glibc: "EUC-JP-MS",
        python: "",
        glibc_differs: &[],
        python_differs: &[],
    },
];

/// Every code that has the form of a character.
fn codes(charset: Charset) -> Vec<Vec<u8>> {
    let mut codes: Vec<Vec<u8>> = Vec::new();
    match charset {
        Charset::EucJp | Charset::EucJpMs => {
            let high = 0xA1..=0xFE_u8;
            codes.extend(
                (0..=0xFF).filter(|b| !high.contains(b) && !matches!(b, 0x8E | 0x8F)).map(|b| vec![b]),
            );
            codes.extend(high.clone().map(|b| vec![0x8E, b]));
            codes.extend(high.clone().flat_map(|a| high.clone().map(move |b| vec![a, b])));
            codes.extend(high.clone().flat_map(|a| high.clone().map(move |b| vec![0x8F, a, b])));
        }
        _ => {
            let lead = |b: &u8| charset.is_lead_byte(*b);
            codes.extend((0..=0xFF).filter(|b| !lead(b)).map(|b| vec![b]));
            codes.extend((0..=0xFF).filter(lead).flat_map(|a| (0x40..=0xFC_u8).map(move |b| vec![a, b])));
        }
    }
    codes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

fn points(text: &str) -> String {
    text.chars().map(|character| format!("{:04X}", character as u32)).collect::<Vec<_>>().join("+")
}

/// What we read: the code points, `-` for no character.
fn read(charset: Charset, code: &[u8]) -> String {
    let mut text = String::new();
    match charset.decode_into(code, &mut text) {
        Ok(_) => points(&text),
        Err(_) => "-".to_owned(),
    }
}

/// What an oracle should read, given what we read and the differences that are known.
fn expected(oracle: &Oracle, differs: &[(&str, &str, &str)], code: &[u8], ours: &str) -> String {
    let name = hex(code);
    let gaiji = oracle.charset == Charset::ShiftJis && matches!(code, [0xF0..=0xF9, _]);
    match differs.iter().find(|(known, ..)| *known == name) {
        Some((_, said, theirs)) => {
            assert_eq!(*said, ours, "{name}: the difference is not what it is said to be");
            (*theirs).to_owned()
        }
        None if gaiji => "-".to_owned(),
        None => ours.to_owned(),
    }
}

/// Fowler–Noll–Vo, 64 bits: a digest that needs nothing but this.
fn digest(lines: impl Iterator<Item = String>) -> u64 {
    lines
        .flat_map(|line| line.into_bytes())
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

#[test]
fn every_cell_reads_as_in_the_frozen_digest_of_glibc_but_the_known_differences() {
    for oracle in &ORACLES {
        let (mut cells, mut lines) = (0, Vec::new());
        for code in codes(oracle.charset) {
            let ours = read(oracle.charset, &code);
            let theirs = expected(oracle, oracle.glibc_differs, &code, &ours);
            cells += usize::from(theirs != "-");
            lines.push(format!("{} {theirs}\n", hex(&code)));
        }
        let found = format!("{} {cells} {:016X}", oracle.glibc, digest(lines.into_iter()));
        assert!(DIGESTS.lines().any(|line| line == found), "not in charset-digests.txt: {found}");
    }
}

#[test]
fn what_can_be_read_can_be_written_and_read_again() {
    for oracle in &ORACLES {
        let (mut texts, mut written) = (std::collections::BTreeSet::new(), 0);
        for code in codes(oracle.charset) {
            let mut text = String::new();
            if oracle.charset.decode_into(&code, &mut text).is_err() {
                continue;
            }
            let mut bytes = Vec::new();
            assert_eq!(oracle.charset.encode_into(&text, &mut bytes), Ok(()), "{code:02X?}");
            assert_eq!(read(oracle.charset, &bytes), points(&text));
            // Of several codes the lowest; a single byte is lower than a pair.
            assert!((bytes.len(), &bytes[..]) <= (code.len(), &code[..]), "{code:02X?}");
            written += 1;
            texts.insert(text);
        }
        assert!(written >= texts.len() && texts.len() > 7000);
    }
}

/// What a program makes of `input`, or `None` if it is not on this machine.
fn ask(program: &str, arguments: &[&str], input: Vec<u8>) -> Option<Vec<u8>> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("skipped: no {program} on this machine");
            return None;
        }
        Err(error) => panic!("{program}: {error}"),
    };
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    output.status.success().then_some(output.stdout)
}

#[test]
fn iconv_reads_all_we_read_but_the_known_differences() {
    let glibc = ask("iconv", &["--version"], Vec::new())
        .is_some_and(|version| String::from_utf8_lossy(&version).contains("GLIBC"));
    if !glibc {
        return;
    }
    for oracle in &ORACLES {
        let (mut input, mut output) = (Vec::new(), String::new());
        for code in codes(oracle.charset) {
            let ours = read(oracle.charset, &code);
            let theirs = expected(oracle, oracle.glibc_differs, &code, &ours);
            if theirs != "-" && code != b"\n" {
                input.extend_from_slice(&code);
                input.push(b'\n');
                output.push_str(&format!("{theirs}\n"));
            }
        }
        if let Some(text) = ask("iconv", &["-f", oracle.glibc, "-t", "UTF-8"], input) {
            let text = String::from_utf8(text).unwrap();
            let read: String =
                text.strip_suffix('\n').unwrap().split('\n').map(|line| points(line) + "\n").collect();
            assert_eq!(read, output, "{}", oracle.glibc);
        }
    }
}

#[test]
fn python_reads_as_we_do_but_the_known_differences() {
    let script = "
import sys
for line in sys.stdin:
    charset, code = line.split()
    try: text = bytes.fromhex(code).decode(charset)
    except UnicodeError: text = ''
    print('+'.join('%04X' % ord(c) for c in text) or '-')
";
    for oracle in ORACLES.iter().filter(|oracle| !oracle.python.is_empty()) {
        let codes = codes(oracle.charset);
        let input: String = codes.iter().map(|code| format!("{} {}\n", oracle.python, hex(code))).collect();
        let Some(told) = ask("python3", &["-c", script], input.into_bytes()) else {
            return;
        };
        let told = String::from_utf8(told).unwrap();
        let mut told = told.lines();
        for code in codes {
            let ours = read(oracle.charset, &code);
            let controls = oracle.charset == Charset::EucJp && matches!(code[..], [0x80..=0x9F]);
            let theirs =
                if controls { "-".to_owned() } else { expected(oracle, oracle.python_differs, &code, &ours) };
            assert_eq!(told.next(), Some(theirs.as_str()), "{} {}", oracle.python, hex(&code));
        }
        assert_eq!(told.next(), None);
    }
}
