//! cp932 beside what others make of it. `oracles/` holds frozen tables of glibc and Python, so that these tests need
//! neither; where `iconv` or `python3` is at hand, they are asked as well.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

use utsushi_text::{Charset, OutputEncoding};

const CELLS: &str = include_str!("oracles/cp932-cells.txt");
const DUPLICATES: &str = include_str!("oracles/cp932-duplicates.txt");
const DIFFERENCES: &str = include_str!("oracles/cp932-differences.txt");

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|place| u8::from_str_radix(&hex[place..place + 2], 16).unwrap()).collect()
}

fn character_of(code: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(code.strip_prefix("U+")?, 16).unwrap())
}

fn read(bytes: &[u8]) -> Option<char> {
    let mut text = String::new();
    Charset::Cp932.decode_into(bytes, &mut text).ok()?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn write(character: char) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    OutputEncoding::Cp932.encode_into(&character.to_string(), &mut bytes).ok()?;
    Some(bytes)
}

/// Every code of one byte or two that stands for one character in somebody's cp932, or might.
fn codes() -> impl Iterator<Item = Vec<u8>> {
    let is_lead = |byte: &u8| Charset::Cp932.is_lead_byte(*byte);
    let singles = (0..=0xFF).filter(move |byte| !is_lead(byte)).map(|byte| vec![byte]);
    let pairs = (0..=0xFF).filter(is_lead).flat_map(|lead| (0..=0xFF).map(move |trail| vec![lead, trail]));
    singles.chain(pairs)
}

fn basic_plane() -> impl Iterator<Item = char> {
    '\0'..='\u{FFFF}'
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
    // A program that gives up early closes its input; that it gave up, its status says.
    let _ = writer.join().unwrap();
    if !output.status.success() {
        println!("skipped: {program} has no cp932 ({})", output.status);
        return None;
    }
    Some(output.stdout)
}

/// The known differences of one oracle: `reads` by code, `writes` by character.
fn differences(oracle: &str, verb: &str) -> BTreeMap<String, String> {
    lines(DIFFERENCES)
        .filter_map(|line| {
            line.strip_prefix(oracle)?.trim_start().strip_prefix(verb)?.trim_start().split_once(' ')
        })
        .map(|(about, made)| (about.to_owned(), made.to_owned()))
        .collect()
}

#[test]
fn every_pair_reads_as_in_the_frozen_table_of_glibc() {
    let mut frozen = BTreeMap::new();
    for line in lines(CELLS) {
        let (lead, row) = line.split_once(' ').unwrap();
        assert_eq!(row.chars().count(), 0xFC - 0x40 + 1);
        for (trail, character) in
            (0x40..=0xFC_u8).zip(row.chars()).filter(|(_, character)| *character != '\u{FFFD}')
        {
            frozen.insert(vec![bytes_of(lead)[0], trail], character);
        }
    }
    for code in codes().filter(|code| code.len() == 2) {
        assert_eq!(read(&code), frozen.get(&code).copied(), "{code:02X?}");
    }
    assert_eq!(frozen.len(), 9_604);
}

#[test]
fn of_several_codes_the_one_that_glibc_chooses_is_written() {
    let mut characters = 0;
    for line in lines(DUPLICATES) {
        let [name, character, glibc, _python, codes] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("five columns: {line}")
        };
        let character = character.parse().unwrap();
        assert_eq!(character_of(name), Some(character));
        assert_eq!(write(character), Some(bytes_of(glibc)), "{line}");
        for code in codes.split(',') {
            assert_eq!(read(&bytes_of(code)), Some(character), "{line}");
        }
        characters += 1;
    }
    assert_eq!(characters, 396);
}

#[test]
fn known_differences_are_differences() {
    for line in lines(DIFFERENCES) {
        let [_, verb, about, made] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("four words: {line}")
        };
        match verb {
            "reads" => assert_ne!(read(&bytes_of(about)), character_of(made), "{line}"),
            "writes" => {
                let made = (made != "none").then(|| bytes_of(made));
                assert_ne!(write(character_of(about).unwrap()), made, "{line}");
            }
            _ => panic!("reads or writes: {line}"),
        }
    }
}

#[test]
fn iconv_reads_all_we_read_but_the_known_differences() {
    let differences = differences("glibc", "reads");
    let known = |code: &[u8]| differences.contains_key(&hex(code));
    let (codes, characters): (Vec<_>, String) =
        codes().filter(|code| !known(code)).filter_map(|code| Some((code.clone(), read(&code)?))).unzip();
    // An iconv that is not glibc's may have no such name, or make something else of it: then there is nothing to compare.
    if let Some(version) = ask("iconv", &["--version"], Vec::new())
        && String::from_utf8_lossy(&version).contains("GLIBC")
        && let Some(text) = ask("iconv", &["-f", "CP932", "-t", "UTF-8"], codes.concat())
    {
        assert_eq!(text, characters.into_bytes());
    }
}

#[test]
fn iconv_writes_what_we_write_but_the_known_differences() {
    let differences = differences("glibc", "writes");
    let (text, bytes): (String, Vec<_>) = basic_plane()
        .filter(|character| !differences.contains_key(&format!("U+{:04X}", *character as u32)))
        .filter_map(|character| Some((character, write(character)?)))
        .unzip();
    if let Some(version) = ask("iconv", &["--version"], Vec::new())
        && String::from_utf8_lossy(&version).contains("GLIBC")
        && let Some(written) = ask("iconv", &["-f", "UTF-8", "-t", "CP932"], text.into_bytes())
    {
        assert_eq!(written, bytes.concat());
    }
}

#[test]
fn python_reads_and_writes_as_we_do_but_for_the_known_differences() {
    // One line for each code and each character: what Python makes of it, in hexadecimal, or "none".
    let script = "
import sys
def attempt(f, none='none'):
    try: return f()
    except UnicodeError: return none
leads = [*range(0x81, 0xA0), *range(0xE0, 0xFD)]
codes = [bytes([b]) for b in range(256) if b not in leads] + [bytes([l, t]) for l in leads for t in range(256)]
for code in codes:
    text = attempt(lambda: code.decode('cp932'), '')
    print('U+%04X' % ord(text) if len(text) == 1 else 'none')
for code in [*range(0xD800), *range(0xE000, 0x10000)]:
    print(attempt(lambda: chr(code).encode('cp932').hex().upper()))
";
    let Some(told) = ask("python3", &["-c", script], Vec::new()) else {
        return;
    };
    let told = String::from_utf8(told).unwrap();
    let mut told = told.lines();

    let reads = differences("python", "reads");
    for code in codes() {
        let ours = read(&code).map_or("none".to_owned(), |character| format!("U+{:04X}", character as u32));
        let expected = reads.get(&hex(&code)).unwrap_or(&ours);
        assert_eq!(told.next(), Some(expected.as_str()), "{code:02X?}");
    }

    let writes = differences("python", "writes");
    let choices: BTreeMap<&str, &str> = lines(DUPLICATES)
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .map(|words| (words[0], words[3]))
        .collect();
    for character in basic_plane() {
        let name = format!("U+{:04X}", character as u32);
        let ours = write(character).map_or("none".to_owned(), |code| hex(&code));
        let known = writes.get(&name).map(String::as_str).or(choices.get(name.as_str()).copied());
        assert_eq!(told.next(), Some(known.unwrap_or(&ours)), "{name}");
    }
    assert_eq!(told.next(), None);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
