//! What is wrong with some records, on purpose: one thing a record, each with the code that must be found.

use super::city::FixedLine;
use super::csv::FIELDS;
use super::{Format, input};
use crate::random::Random;
use std::fmt::Write;
use utsushi_findings::*;

/// One planted defect.
#[derive(Clone, Copy, Debug)]
pub struct Defect {
    /// Which record of every thousand it is planted in, from 1.
    pub record: u32,
    /// The finding that must come of it.
    pub code: &'static Entry,
    /// The vendor's field that it is in; empty when it is the record as a whole.
    pub field: &'static str,
    /// What is wrong, for the sample's README.
    pub what: Both,
    change: Change,
}

#[derive(Clone, Copy, Debug)]
enum Change {
    /// The field's value, as bytes.
    Set(&'static [u8]),
    /// In CP932 of this text.
    SetText(&'static str),
    /// This text, so many times.
    Repeat(&'static str, usize),
    /// Bytes in front of the value.
    Before(&'static [u8]),
    /// Bytes behind the value.
    Behind(&'static [u8]),
    /// The last byte lost.
    CutLastByte,
    /// The last digit of the value replaced by the next.
    NextDigit,
    /// The last fields lost.
    Fields(usize),
    /// An empty line before the record.
    BlankLine,
    /// Nothing.
    Same,
}

const fn plant(
    record: u32,
    code: &'static Entry,
    field: &'static str,
    ja: &'static str,
    en: &'static str,
    change: Change,
) -> Defect {
    Defect { record, code, field, what: Both { ja, en }, change }
}

use Change::*;

/// All of them, in the order of their records.
#[rustfmt::skip]
pub const DEFECTS: &[Defect] = &[
    plant(17, &CHR001, "氏名", "CP932 にないバイト FD", "the byte FD, which CP932 does not have", Behind(b"\xFD")),
    plant(48, &CHR001, "方書", "CP932 にないバイト A0", "the byte A0, which CP932 does not have", Set(b"\x83\x52\x81\x5B\xA0\x83\x7C")),
    plant(81, &CHR002, "氏名", "最後の漢字が半分に切れている", "the last kanji is cut in half", CutLastByte),
    plant(100, &DAT005, "生年月日", "M050905: 旧暦", "M050905, of the lunar calendar", SetText("M050905")),
    plant(113, &CHR002, "本籍", "最後の漢字が半分に切れている", "the last kanji is cut in half", CutLastByte),
    plant(146, &CHR003, "氏名", "外字 F040", "the private character F040", Before(b"\xF0\x40")),
    plant(179, &CHR003, "方書", "外字 F1A5", "the private character F1A5", Set(b"\xF1\xA5\x91\x91")),
    plant(212, &CHR005, "氏名", "NUL (00)", "a NUL byte", Behind(b"\0")),
    plant(245, &CHR005, "方書", "タブ (09)", "a tab", Set(b"\x83\x6E\x83\x43\x83\x63\x09\x82\x50")),
    plant(277, &FMT001, "", "項目が38個しかない", "only 38 fields", Fields(38)),
    plant(310, &FMT001, "方書", "引用符のないカンマで項目が41個", "41 fields, from a comma without quotes", SetText("コーポ桜,１０１号")),
    plant(343, &FMT002, "方書", "閉じていない引用符", "a quote that is never closed", SetText("\"コーポ桜１０１号")),
    plant(376, &FMT003, "方書", "値の途中で閉じた引用符", "a quote closed in the middle of the value", SetText("\"コーポ\"桜１０１号")),
    plant(409, &FMT005, "", "レコードの前に空行 (レコードは正しい)", "a blank line before the record, which itself is right", BlankLine),
    plant(442, &MAP001, "性別", "対応表にない値「未」", "the value 未, which is not in the code table", SetText("未")),
    plant(460, &MAP001, "住民区分", "対応表にない値「9」", "the value 9, which is not in the code table", SetText("9")),
    plant(474, &ITM001, "氏名", "必須項目が空", "a required item is blank", Set(b"")),
    plant(507, &ITM001, "宛名番号", "キーが空", "the key is blank", Set(b"")),
    plant(540, &ITM001, "世帯番号", "必須項目が空白だけ", "a required item holds nothing but spaces", SetText("　　")),
    plant(573, &ITM002, "番地", "住所が120字を超える", "the address has more than 120 characters", Repeat("字架空番地先", 20)),
    plant(606, &ITM002, "氏名", "氏名が80字を超える", "the name has more than 80 characters", Repeat("寿限無", 27)),
    plant(639, &ITM003, "郵便番号", "英字が混ざっている", "a letter among the digits", SetText("000O012")),
    plant(671, &ITM003, "氏名カナ", "カナの項目に漢字", "kanji in a field of kana", SetText("ｶｸｳ 太郎")),
    plant(704, &DAT001, "生年月日", "数字の0の代わりに英字のO", "the letter O in place of a zero", SetText("S55O401")),
    plant(737, &DAT001, "住民となった年月日", "99999999: 意味が決まっていない", "99999999, whose meaning nobody has said", SetText("99999999")),
    plant(766, &DAT002, "生年月日", "S200229: 1945年は閏年でない", "S200229: 1945 was no leap year", SetText("S200229")),
    plant(809, &DAT002, "異動年月日", "R070631: 6月31日はない", "R070631: June has 30 days", SetText("R070631")),
    plant(845, &DAT003, "生年月日", "S640401: 昭和は64年1月7日まで", "S640401: 昭和 ended on 64-01-07", SetText("S640401")),
    plant(868, &DAT004, "生年月日", "昭和20年頃: 誤りではない", "昭和20年頃 (about 1945), which is no error", SetText("昭和20年頃")),
    plant(901, &NUM001, "個人番号", "検査数字が違う", "a wrong check digit", NextDigit),
    plant(930, &NUM003, "個人番号", "すべて9", "all nines", SetText("999999999999")),
    plant(955, &NUM004, "個人番号", "11桁しかない", "only 11 digits", CutLastByte),
    plant(980, &NUM004, "住民票コード", "10桁しかない", "only 10 digits", CutLastByte),
];

/// A record that comes a second time as it is.
pub(crate) static TWICE: Defect =
    plant(0, &DUP002, "", "同じレコードがもう一度", "the record before it once more", Same);

/// A record that comes a second time with another value: an error unless the project has a policy for it.
pub(crate) static SAME_KEY: Defect = plant(
    0,
    &DUP001,
    "郵便番号",
    "同じ宛名番号で郵便番号の違うレコード",
    "the record before it with another postal code",
    SetText("9999999"),
);

/// The defect that the record at this place (from 0) is given.
pub(crate) fn of_record(index: u32) -> Option<&'static Defect> {
    let record = index % 1000 + 1;
    DEFECTS.binary_search_by_key(&record, |defect| defect.record).ok().map(|at| &DEFECTS[at])
}

/// Any of those that are errors of a record and can be in this one.
pub(crate) fn any(random: &mut Random, line: &[u8]) -> &'static Defect {
    let fields = split(line);
    loop {
        let defect = random.pick(DEFECTS);
        let at = FIELDS.iter().position(|name| *name == defect.field).unwrap_or(0);
        // What is taken from a value or added to it needs one.
        let fits = !defect.alters() || fields.get(at).is_some_and(|value| !value.is_empty());
        // One finding tells of all the blank lines of a file, and others are no errors.
        if defect.code.severity == Severity::Error && fits {
            return defect;
        }
    }
}

/// Any of those that can be in a record of fixed width, with the field and its bytes: what is wrong with a line of CSV
/// cannot, nor what is too long for its field.
pub(crate) fn any_fixed(random: &mut Random, line: &FixedLine) -> (&'static Defect, usize, Vec<u8>) {
    loop {
        let defect = random.pick(DEFECTS);
        if defect.code.severity != Severity::Error || defect.code.group == Group::Framing {
            continue;
        }
        let Some(at) = FIELDS.iter().position(|name| *name == defect.field) else { continue };
        let (mut value, room) = (line.value(at), FixedLine::room(at));
        if value.is_empty() && defect.alters() {
            continue;
        }
        let kanji = !value.is_ascii();
        defect.change(&mut value);
        if matches!(defect.change, CutLastByte) && kanji {
            // Only the last byte of a field can be half a character: the field is full.
            value = cp932("x").into_iter().chain(cp932(&"架".repeat(room / 2))).take(room).collect();
        }
        if value.len() <= room {
            return (defect, at, value);
        }
    }
}

impl Defect {
    /// Whether it takes something from a value or adds to it, and so needs one.
    fn alters(&self) -> bool {
        matches!(self.change, Before(_) | Behind(_) | CutLastByte | NextDigit)
    }

    /// Spoils a value, where it is the value that is spoilt.
    fn change(&self, value: &mut Vec<u8>) {
        match self.change {
            Set(bytes) => *value = bytes.to_vec(),
            SetText(text) => *value = cp932(text),
            Repeat(text, times) => *value = cp932(&text.repeat(times)),
            Before(bytes) => drop(value.splice(0..0, bytes.iter().copied())),
            Behind(bytes) => value.extend_from_slice(bytes),
            CutLastByte => drop(value.pop()),
            NextDigit => {
                if let Some(last) = value.last_mut() {
                    *last = b'0' + (*last - b'0' + 1) % 10;
                }
            }
            Fields(_) | BlankLine | Same => {}
        }
    }

    /// Appends its line in the list of what was planted. CSV has lines, of which the first is the header.
    pub(crate) fn line(&self, record: u64, format: Format, out: &mut String) {
        let kind = self.what.en.replace('"', "\"\"");
        // Writing to a string cannot fail.
        let line = if format == Format::Csv { (record + 1).to_string() } else { String::new() };
        let (code, severity) = (self.code.id, self.code.severity.name());
        let (field, input) = (self.field, input(format));
        let _ = write!(out, "\"{kind}\",{code},{severity},juki,{input},{record},{line},,,{field}\r\n");
    }

    /// Spoils the record that `out` ends with and that begins at `start`.
    pub(crate) fn plant(&self, out: &mut Vec<u8>, start: usize) {
        let line = out.split_off(start);
        let mut fields: Vec<Vec<u8>> = split(&line).into_iter().map(<[u8]>::to_vec).collect();
        let at = FIELDS.iter().position(|name| *name == self.field).unwrap_or(0);
        self.change(&mut fields[at]);
        match self.change {
            Fields(count) => fields.truncate(count),
            BlankLine => out.extend_from_slice(b"\r\n"),
            _ => {}
        }
        out.extend_from_slice(&fields.join(&b","[..]));
    }
}

fn cp932(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    // A test sees that every text here can be written.
    let _ = utsushi_text::OutputEncoding::Cp932.encode_into(text, &mut bytes);
    bytes
}

/// The fields of a record of ours, quotes and all. No second byte of CP932 is a comma or a quote.
pub(crate) fn split(line: &[u8]) -> Vec<&[u8]> {
    let mut quoted = false;
    line.split(|&byte| {
        quoted ^= byte == b'"';
        byte == b',' && !quoted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_text::OutputEncoding;

    #[test]
    fn defects_are_in_order_and_name_fields_that_exist() {
        assert!(DEFECTS.windows(2).all(|pair| pair[0].record < pair[1].record));
        assert!(DEFECTS.iter().all(|defect| (1..=1000).contains(&defect.record)));
        assert!(DEFECTS.iter().all(|defect| defect.field.is_empty() || FIELDS.contains(&defect.field)));
        assert!((23..=40).contains(&DEFECTS.len()));
    }

    #[test]
    fn every_planted_text_can_be_written() {
        for defect in DEFECTS {
            if let SetText(text) | Repeat(text, _) = defect.change {
                assert!(OutputEncoding::Cp932.encode_into(text, &mut Vec::new()).is_ok(), "{text}");
            }
        }
    }

    #[test]
    fn a_comma_in_quotes_ends_no_field() {
        assert_eq!(split(b"1,\"a,\"\"b\"\"\",2"), [&b"1"[..], b"\"a,\"\"b\"\"\"", b"2"]);
    }
}
