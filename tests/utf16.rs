//! Sources in UTF-16: the same rows as any other, and places and rejects in the bytes of the file.

mod support;

use support::{Project, Run, says, sound};

const HEADER: &str = "宛名番号,氏名,生年月日,方書";
const GOOD: [&str; 2] = ["0001,吉田　太郎,S550401,架空荘", "0002,髙﨑　花子,S550401,"];

fn bytes(text: &str, big: bool) -> Vec<u8> {
    let order = if big { u16::to_be_bytes } else { u16::to_le_bytes };
    text.encode_utf16().flat_map(order).collect()
}

/// As [`Project::converted`], but for following traces, which is done here: the records are in UTF-16.
fn converted(project: &Project, exit: i32) -> Run {
    let run = project.run(&[]);
    run.expect(exit);
    sound::check_but_trace(&run.out, &project.folder());
    run
}

fn mark(big: bool) -> &'static [u8] {
    if big { b"\xFE\xFF" } else { b"\xFF\xFE" }
}

#[test]
fn every_form_of_utf_16_gives_the_same_rows_and_every_byte_is_accounted_for() {
    for (charset, big, marked) in [
        ("utf-16", false, true),
        ("utf-16", true, true),
        ("utf-16le", false, false),
        ("utf-16le", false, true),
        ("utf-16be", true, false),
    ] {
        let head = [if marked { mark(big) } else { b"" }, &bytes(&format!("{HEADER}\r\n"), big)].concat();
        let good = bytes(&format!("{}\r\n\r\n", GOOD[0]), big);
        let short = bytes("0003,短い\r\n", big);
        let half = [
            bytes("0004,山", big),
            bytes("a", big),
            bytes("𠮷", big)[..2].to_vec(),
            bytes(",S550401,\r\n", big),
        ]
        .concat();
        let last = bytes(&format!("{}\r\n\u{1A}", GOOD[1]), big);
        let project = Project::of([&head[..], &good, &short, &half, &last].concat())
            .source(&format!("charset = \"{charset}\"\nheader = 1"));
        let run = converted(&project, 1);
        run.finds(&[(2, "FMT001"), (3, "CHR001"), (0, "FMT005")]);
        says(&run.findings()[1].message, &["D842"]);
        assert_eq!(run.values("name"), ["吉田　太郎", "髙﨑　花子"]);
        assert_eq!(
            run.bytes("rejects/juki.csv"),
            [&head[..], &short, &half].concat(),
            "{charset} {big} {marked}"
        );
        let (_, trace) = sound::parquet_table(&run.out.join("trace/01_juki/resident.parquet"));
        let offset = |record: usize| trace[record][3].clone().unwrap();
        let second = head.len() + good.len() + short.len() + half.len();
        assert_eq!([offset(0), offset(1)], [head.len().to_string(), second.to_string()]);
        // Fed back, the rejects are what is rejected again.
        let again = Project::of(run.bytes("rejects/juki.csv"))
            .source(&format!("charset = \"{charset}\"\nheader = 1"));
        let again = converted(&again, 1);
        again.finds(&[(1, "FMT001"), (2, "CHR001")]);
        assert_eq!(again.bytes("rejects/juki.csv"), run.bytes("rejects/juki.csv"));
    }
}

#[test]
fn half_a_unit_at_the_end_is_rejected_and_kept() {
    let text = [&bytes(&format!("{}\r\n", GOOD[0]), false)[..], b"\x41"].concat();
    let run = converted(&Project::of(&text).source("charset = \"utf-16le\""), 1);
    run.finds(&[(2, "FMT001"), (0, "FMT014")]);
    assert_eq!(run.bytes("rejects/juki.csv"), b"\x41");
}

#[test]
fn a_line_that_does_not_end_is_rejected_in_pieces_of_whole_characters() {
    let long = bytes(&format!("{}\r\n", "山𠮷a".repeat(400_000)), false);
    let text = [&long[..], &bytes(&format!("{}\r\n", GOOD[0]), false)].concat();
    let run = converted(&Project::of(&text).source("charset = \"utf-16le\""), 1);
    run.finds(&[(1, "FMT004"), (2, "FMT004"), (3, "FMT004"), (4, "FMT004")]);
    assert_eq!(run.bytes("rejects/juki.csv"), long);
    assert_eq!(run.values("name"), ["吉田　太郎"]);
}

#[test]
fn what_is_not_as_declared_is_refused_with_what_to_say() {
    let text = |marked: bool, big: bool| {
        [if marked { mark(big) } else { b"" }, &bytes(&format!("{}\r\n", GOOD[0]), big)].concat()
    };
    for (charset, input, said) in [
        ("utf-16", text(false, false), "utf-16le"),
        ("utf-16", text(false, true), "utf-16be"),
        ("utf-16le", text(false, true), "utf-16be"),
        ("utf-16be", text(true, false), "utf-16le"),
        ("utf-16le", GOOD[0].repeat(3).into_bytes(), "utf-8"),
        ("utf-8", text(true, false), "utf-16"),
        ("cp932", text(true, true), "utf-16"),
    ] {
        println!("{charset}, which is {said}");
        let refused = Project::of(input).source(&format!("charset = \"{charset}\"")).refused();
        says(&refused.to_lowercase(), &[said]);
    }
}

#[test]
fn files_of_one_job_have_one_byte_order() {
    let of = |big: bool| [mark(big), &bytes(&format!("{}\r\n", GOOD[0]), big)].concat();
    let project = Project::of(of(false)).source("charset = \"utf-16\"");
    says(&project.file("input/b.csv", of(true)).refused(), &["byte order"]);
}
