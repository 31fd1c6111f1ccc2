use super::*;
use utsushi_text::OutputEncoding;

const LINES: &str =
    "宛名番号,氏名,住所\r\n0001,山田　太郎,東京都千代田区霞が関一丁目\r\n0002,ﾔﾏﾀﾞ ﾊﾅｺ,ひらがなとカタカナ\r\n";

fn guess(bytes: &[u8]) -> (CharsetName, Confidence) {
    let found = evidence(&Sample::whole(bytes));
    (found.guess, found.confidence)
}

#[allow(clippy::disallowed_methods, reason = "ordinary characters, for a test")]
fn euc(text: &str) -> Vec<u8> {
    encoding_rs::EUC_JP.encode(text).0.into_owned()
}

fn cp932(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    OutputEncoding::Cp932.encode_into(text, &mut bytes).unwrap();
    bytes
}

#[test]
fn each_charset_is_told_from_the_others() {
    assert_eq!(guess(&cp932(LINES)), (CharsetName::Cp932, Confidence::High));
    assert_eq!(guess(LINES.as_bytes()), (CharsetName::Utf8, Confidence::High));
    assert_eq!(guess(&euc(LINES)), (CharsetName::EucJp, Confidence::High));
    assert_eq!(guess(b"0001,A\r\n"), (CharsetName::Ascii, Confidence::High));
    let units = || LINES.encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    assert_eq!(guess(&little), (CharsetName::Utf16Le, Confidence::Medium));
    assert_eq!(guess(&big), (CharsetName::Utf16Be, Confidence::Medium));
    assert_eq!(guess(&[&b"\xFE\xFF"[..], &big].concat()), (CharsetName::Utf16Be, Confidence::High));
}

#[test]
fn a_byte_order_mark_is_told() {
    let found = evidence(&Sample::whole([b"\xEF\xBB\xBF", LINES.as_bytes()].concat()));
    assert!(found.bom);
    assert_eq!(found.guess, CharsetName::Utf8);
}

#[test]
fn half_width_katakana_alone_are_cp932_and_euc_is_named_as_a_rival_where_it_fits() {
    let found = evidence(&Sample::whole(cp932("ﾔﾏﾀﾞ ﾀﾛｳ\r\nｽｽﾞｷ ｲﾁﾛｳ\r\n")));
    assert_eq!(found.guess, CharsetName::Cp932);
    let found = evidence(&Sample::whole(cp932("ﾔﾏﾀﾛ,ｲﾄｳﾏｻｵ\r\n").repeat(9)));
    assert_eq!(found.guess, CharsetName::Cp932);
    assert_eq!(found.half_width_kana, 90);
}

#[test]
fn euc_kanji_that_are_half_width_katakana_in_cp932_are_euc() {
    assert_eq!(guess(&euc("ひらがなとカタカナ、").repeat(9)).0, CharsetName::EucJp);
}

#[test]
fn a_character_cut_off_at_the_end_of_what_was_read_is_not_bad() {
    for (bytes, charset) in
        [(LINES.as_bytes().to_vec(), CharsetName::Utf8), (cp932(LINES), CharsetName::Cp932)]
    {
        for end in bytes.len() - 30..bytes.len() {
            let found = evidence(&Sample { first: bytes[..end].to_vec(), ..Sample::default() });
            let candidate = found.candidates.iter().find(|candidate| candidate.charset == charset).unwrap();
            assert_eq!((found.guess, candidate.invalid), (charset, 0), "{end}");
        }
    }
}

#[test]
fn cells_that_shift_jis_2004_reads_otherwise_are_counted() {
    let found = evidence(&Sample::whole([&cp932(LINES)[..], b"\xFB\xFC\xF0\x40"].concat()));
    assert_eq!((found.cells.differ, found.cells.user_defined), (2, 1));
    assert_eq!(found.cells.codes, [0xF040, 0xFBFC]);
    let found = evidence(&Sample::whole([&cp932(LINES)[..], b"\x88\x9E"].concat()));
    assert_eq!(found.cells.jis2004_only, 1);
}

#[test]
fn host_files_are_recognised_and_noise_is_unknown() {
    let mut host = [0x40_u8; 80];
    host[..10].copy_from_slice(b"\xF0\xF0\xF1\xC1\xC2\xE2\xF9\xF8\xF7\x4B");
    assert_eq!(guess(&host).0, CharsetName::Ebcdic);
    let noise: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(guess(&noise).0, CharsetName::Unknown);
}

#[test]
fn euc_jp_and_eucjp_ms_are_never_chosen_between_in_silence() {
    let cells = |more: &[u8]| {
        let found = evidence(&Sample::whole([&euc(LINES).repeat(3)[..], more].concat()));
        (found.guess, found.euc_cells.differ, found.euc_cells.microsoft_only)
    };
    assert_eq!(cells(b""), (CharsetName::EucJp, 0, 0));
    assert_eq!(cells(b"\xA1\xC1"), (CharsetName::EucJp, 1, 0));
    assert_eq!(cells(b"\xAD\xA1"), (CharsetName::EucJpMs, 0, 1));
}

#[test]
fn there_is_evidence_for_every_charset() {
    let found = evidence(&Sample::whole(cp932(&LINES.replace('山', "髙"))));
    let of = |charset| found.candidates.iter().find(|candidate| candidate.charset == charset).unwrap();
    assert_eq!((of(CharsetName::Cp932).invalid, of(CharsetName::ShiftJis).invalid), (0, 1));
    assert_eq!(of(CharsetName::ShiftJisx0213).invalid, 0);
    assert!(of(CharsetName::EucJpMs).invalid > 0 && of(CharsetName::EucJp).invalid > 0);
}

#[test]
fn lines_in_two_charsets_are_told() {
    let lines = |parts: &[&[u8]]| evidence(&Sample::whole(parts.concat())).mixed;
    assert_eq!(lines(&[&cp932(LINES), LINES.as_bytes()]), Some((3, 3)));
    assert_eq!(lines(&[&cp932(LINES)]), None);
    assert_eq!(lines(&[LINES.as_bytes()]), None);
}
