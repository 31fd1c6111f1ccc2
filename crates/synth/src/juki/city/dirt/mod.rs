//! Defects planted in a municipality, each of a named kind with the code that must be found.
//!
//! Each stands where it can lead to nothing else: in a record that no other refers to, or in an item that no rule over
//! several files looks at. First cause wins, so one defect is one finding.

use super::block::Slot;
use super::fields::Fields;
use super::form;
use super::sheet::{COUNT_BYTES, DELETED, Sheet, TRAILER, TYPE};
use crate::juki::Format;
use crate::random::Random;
use std::collections::BTreeMap;
use std::fmt::Write;
use utsushi_findings::*;

/// How many of the records have a defect, in millionths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dirt(u32);

impl Dirt {
    /// Of a share from 0 to 1; `None` for any other number.
    pub fn of(rate: f64) -> Option<Dirt> {
        (0.0..=1.0).contains(&rate).then_some(Dirt((rate * 1e6).round() as u32))
    }

    pub(crate) fn falls(self, random: &mut Random) -> bool {
        random.chance(self.0, 1_000_000)
    }

    /// The defect that a record is given, if any.
    pub(crate) fn draw(
        self,
        random: &mut Random,
        sheet: &Sheet,
        format: Format,
        fields: &Fields,
        seen: &Seen,
    ) -> Option<&'static Defect> {
        if !self.falls(random) {
            return None;
        }
        let record = View { sheet, fields, seen };
        let fits = |defect: &&Defect| {
            defect.sheet == sheet.name
                && defect.format.is_none_or(|only| only == format)
                && record.get(DELETED) != "1"
                && (defect.fits)(&record)
        };
        let count = DEFECTS.iter().filter(fits).count() as u32;
        DEFECTS.iter().filter(fits).nth(random.below(count) as usize)
    }
}

/// A record that a defect may be planted in.
pub(crate) struct View<'a> {
    sheet: &'a Sheet,
    fields: &'a Fields,
    seen: &'a Seen,
}

/// What went before a record in its block, for defects that lie between two records.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The last record without a defect, by sheet.
    before: BTreeMap<&'static str, Fields>,
    /// The number of the last Japanese resident without a defect, of whom nothing was said yet that he is not.
    japanese: Option<String>,
    /// Whether a record that is marked as deleted was exported.
    deleted: bool,
}

impl Seen {
    /// Takes notice of a record without a defect.
    pub(crate) fn notice(&mut self, sheet: &'static Sheet, fields: &Fields) {
        let (seen, japanese) = (Seen::default(), &mut self.japanese);
        let record = View { sheet, fields, seen: &seen };
        if record.get(DELETED) == "1" {
            self.deleted |= sheet.name == "JUKI01";
            return;
        }
        if sheet.name == "JUKI01" && record.get("住民区分") == "1" && record.get("消除年月日").is_empty()
        {
            *japanese = Some(record.get("宛名番号").to_owned());
        }
        if DEFECTS.iter().any(|defect| defect.sheet == sheet.name && defect.looks_back()) {
            self.before.insert(sheet.name, fields.clone());
        }
    }
}

impl View<'_> {
    /// The value of a column, of its first occurrence in a group; blank if there is none.
    fn get(&self, column: &str) -> &str {
        self.sheet.at(column).map_or("", |at| self.fields.get(at))
    }

    /// The last record of the sheet that has no defect, if `fits` holds for it.
    fn before(&self, fits: Fits) -> bool {
        let before = self.seen.before.get(self.sheet.name);
        before.is_some_and(|fields| fits(&View { fields, ..*self }))
    }
}

/// A kind of defect.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Defect {
    pub name: &'static str,
    pub code: &'static Entry,
    sheet: &'static str,
    /// The vendor's column; empty where it is the record as a whole.
    column: &'static str,
    /// The standard file and item of the finding; empty where it names none.
    file: &'static str,
    item: &'static str,
    /// The only form in which it can be.
    format: Option<Format>,
    fits: fn(&View<'_>) -> bool,
    change: Change,
}

#[derive(Clone, Copy, Debug)]
enum Change {
    /// Another value.
    Text(&'static str),
    /// Other values in several columns.
    Several(&'static [(&'static str, Value)]),
    /// As many kanji as the field takes in fixed width, in CSV as many as the standard's item.
    Full(usize),
    /// The value of another column.
    Copy(&'static str),
    /// These bytes as the value.
    Raw(&'static [u8]),
    /// The value ends in half a kanji.
    HalfKanji,
    /// The last digit is another.
    NextDigit,
    /// The last character is lost.
    Shorter,
    /// Only so many columns (CSV).
    Columns(usize),
    /// An empty line before the record (CSV).
    BlankLine,
    /// LF instead of CRLF behind the record (CSV).
    LineFeed,
    /// Three bytes of the record are lost (fixed width).
    ShortRecord,
}
use Change::*;

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
enum Value {
    Is(&'static str),
    /// The same column of the last record of the sheet that has no defect.
    Before,
    /// The number of a Japanese resident.
    Japanese,
}
use Value::*;

type Fits = fn(&View<'_>) -> bool;

const fn defect(
    name: &'static str,
    code: &'static Entry,
    (sheet, column): (&'static str, &'static str),
    (file, item): (&'static str, &'static str),
    fits: Fits,
    change: Change,
) -> Defect {
    Defect { name, code, sheet, column, file, item, format: None, fits, change }
}

const fn only(
    format: Format,
    name: &'static str,
    code: &'static Entry,
    column: &'static str,
    change: Change,
) -> Defect {
    let fits: Fits = any;
    Defect { name, code, sheet: "JUKI13", column, file: "", item: "", format: Some(format), fits, change }
}

fn any(_: &View<'_>) -> bool {
    true
}

/// A foreign resident who is one today.
fn lives(record: &View<'_>) -> bool {
    record.get("最新") == "1" && record.get("消除日").is_empty() && !record.get("カード番号").is_empty()
}

const RESIDENT: &str = "01.resident";

/// Every kind. Kinds of which a municipality has one are in [`spoil_begin`] and [`spoil_end`].
#[rustfmt::skip]
static DEFECTS: &[Defect] = &[
    defect("gaiji", &CHR003, ("JUKI01", "方書"), (RESIDENT, "方書"), any, Raw(b"\xF0\x40\x91\x91")),
    defect("control-character", &CHR005, ("JUKI01", "方書"), (RESIDENT, "方書"), any, Raw(b"\x83\x6E\x83\x43\x83\x63\x09\x82\x50")),
    defect("too-many-characters", &ITM002, ("JUKI01", "電話番号"), (RESIDENT, "電話番号"), any, Text("0990-12-3456/0990-12-3457")),
    defect("letter-among-digits", &ITM003, ("JUKI01", "郵便番号"), (RESIDENT, "郵便番号"), any, Text("000O012")),
    defect("kanji-in-kana", &ITM003, ("JUKI01", "氏名カナ"), (RESIDENT, "検索用カナ氏名"), any, Text("ｶｸｳ 太郎")),
    defect("no-date", &DAT001, ("JUKI01", "届出年月日"), (RESIDENT, "届出年月日"), any, Text("S55O401")),
    defect("no-such-day", &DAT002, ("JUKI01", "届出年月日"), (RESIDENT, "届出年月日"), any, Text("H150631")),
    defect("out-of-era", &DAT003, ("JUKI01", "届出年月日"), (RESIDENT, "届出年月日"), any, Text("S640401")),
    defect("unknown-day", &DAT004, ("JUKI01", "届出年月日"), (RESIDENT, "届出年月日"), any, Text("H200400")),
    defect("lunar-date", &DAT005, ("JUKI01", "届出年月日"), (RESIDENT, "届出年月日"), any, Text("M050905")),
    defect("alias-of-a-japanese", &REC005, ("JUKI01", "通称"), (RESIDENT, "通称"), |record| record.get("住民区分") == "1", Text("架空　花子")),
    defect("reading-before-the-law", &REC007, ("JUKI01", "振り仮名記載日"), (RESIDENT, "氏名の振り仮名記載年月日"), |record| !record.get("振り仮名記載日").is_empty(), Text("H300401")),
    defect("no-standard-code", &COD001, ("JUKI01", "後見"), (RESIDENT, "成年被後見人フラグ"), any, Text("2")),
    defect("check-digit", &NUM001, ("JUKI03", "個人番号"), ("01.resident_history", "個人番号"), |record| !record.get("個人番号").is_empty(), NextDigit),
    defect("all-nines", &NUM003, ("JUKI03", "個人番号"), ("01.resident_history", "個人番号"), |record| !record.get("個人番号").is_empty(), Text("999999999999")),
    defect("a-digit-lost", &NUM004, ("JUKI03", "個人番号"), ("01.resident_history", "個人番号"), |record| !record.get("個人番号").is_empty(), Shorter),
    defect("address-without-number", &MAP003, ("JUKI04", "住所"), ("01.address_history", "町名"), |record| record.get("区分") == "3", Text("架空県緑野市若草町")),
    defect("card-number-missing", &REC004, ("JUKI05", "カード番号"), ("01.foreign_resident", "在留カード等番号"), |record| record.get("最新") == "1" && record.get("消除日").is_empty(), Text("")),
    defect("unknown-country", &MAP004, ("JUKI05", "国籍・地域"), ("01.residence_status_history", "国籍・地域コード"), |record| record.get("最新") == "0", Text("無何有国")),
    defect("issued-after-delivery", &REC001, ("JUKI09", "発行日"), ("01.individual_number_card", "交付年月日"), |record| record.get("交付日") != "R080401", Text("R080401")),
    defect("wife-who-is-a-man", &REC010, ("JUKI10", "続柄"), ("01.removed_resident", "性別"), |record| record.get("性別") == "M", Text("妻")),
    defect("kept-too-short", &REC011, ("JUKI10", "保存期限"), ("01.removed_resident", "保存期限年月日"), |record| record.get("消除日").starts_with('R'), Text("20500101")),
    defect("measure-without-start", &REC003, ("JUKI11", "開始日"), ("01.support_measure", "支援措置開始年月日"), |record| record.get("状態") == "S", Text("")),
    defect("measure-of-a-day", &REC012, ("JUKI11", "終了日"), ("01.support_measure", "支援措置終了年月日"), |record| record.get("状態") == "E", Copy("開始日")),
    defect("unknown-code", &MAP001, ("JUKI12", "請求者"), ("01.certificate_issue", "請求者区分"), any, Text("Z")),
    defect("no-number", &NUM002, ("JUKI12", "通数"), ("01.certificate_issue", "通数"), any, Raw(b"00?01")),
    defect("unknown-window", &MAP004, ("JUKI12", "窓口"), ("01.certificate_issue", "交付場所コード"), any, Text("閉鎖窓口")),
    defect("required-blank", &ITM001, ("JUKI13", "本文"), ("01.remark", "本文"), any, Text("")),
    defect("key-blank", &ITM001, ("JUKI13", "宛名番号"), ("01.remark", "宛名番号"), any, Text("")),
    defect("no-character", &CHR001, ("JUKI13", "本文"), ("01.remark", "本文"), any, Raw(b"\x89\xCB\x8B\xF3\xFD")),
    defect("half-a-kanji", &CHR002, ("JUKI13", "本文"), ("01.remark", "本文"), any, HalfKanji),
    defect("unknown-record-type", &FMT011, ("JUKI13", TYPE), ("", ""), any, Text("C9")),
    // What only shows between records, or between files.
    defect("qualified-after-delivery", &REC008, ("JUKI06", "取得日"), ("01.qualification", "取得年月日"), |record| !record.get("区分").is_empty() && record.get("喪失日").is_empty(), Text("R080501")),
    defect("no-latest-row", &REC013, ("JUKI09", "最新"), ("01.individual_number_card", "最新フラグ"), |record| record.get("最新") == "1" && record.get("枚目") == "00001", Text("0")),
    defect("two-addresses-at-once", &REC015, ("JUKI04", "去日"), ("01.address_history", "住定年月日"), |record| record.get("区分") == "2", Text("")),
    defect("one-card-of-two-persons", &REC017, ("JUKI05", "カード番号"), ("01.foreign_resident", "在留カード等番号"), |record| lives(record) && record.before(lives), Several(&[("カード番号", Before)])),
    defect("one-image-twice", &REC018, ("JUKI14", "ファイル"), ("00.image_index", "ファイルパス"), |record| record.before(any), Several(&[("ファイル", Before)])),
    defect("two-heads", &REC020, ("JUKI01", "世帯主区分"), (RESIDENT, "世帯主区分"), |record| record.get("世帯主区分") == "2" && record.get("消除年月日").is_empty() && !record.get("世帯主宛名番号").is_empty() && record.get("世帯主宛名番号") < record.get("宛名番号"), Text("1")),
    defect("name-as-long-as-its-field", &REC021, ("JUKI03", "世帯主氏名"), ("01.resident_history", "世帯主氏名"), any, Full(80)),
    defect("one-key-twice", &DUP001, ("JUKI13", "番号"), ("01.remark", "宛名番号"), |record| record.get("異動番号").is_empty() && record.before(any), Several(&[("宛名番号", Before), ("番号", Before)])),
    defect("remark-on-nobody", &REF001, ("JUKI13", "宛名番号"), ("01.remark", "宛名番号"), |record| record.get("異動番号").is_empty(), Text("000000999999999")),
    defect("unknown-operator", &REF002, ("JUKI03", "操作者"), ("01.change_history", "操作者ID"), any, Text("OP9999")),
    defect("remark-on-a-deleted-person", &REF003, ("JUKI13", "宛名番号"), ("01.remark", "宛名番号"), |record| record.get("異動番号").is_empty() && record.seen.deleted, Text("999999999999999")),
    defect("town-that-was-no-more", &REF004, ("JUKI04", "町字コード"), ("01.address_history", "町字コード"), |record| matches!(record.get("区分"), "1" | "2") && record.get("住定日").starts_with('R'), Text("99000900000")),
    defect("office-that-was-no-more", &REF005, ("JUKI09", "交付場所"), ("01.individual_number_card", "交付場所コード"), |record| record.get("交付日").starts_with('R'), Text("0109")),
    defect("school-of-another-kind", &REF006, ("JUKI01", "中学校区"), (RESIDENT, "中学校区コード"), any, Text("000010")),
    defect("alias-history-of-a-japanese", &REF007, ("JUKI07", "宛名番号"), ("01.alias_history", "宛名番号"), |record| record.get(TYPE) == "72" && record.seen.japanese.is_some() && !record.get("記載日").starts_with("R08"), Several(&[("宛名番号", Japanese), ("削除日", Is("R080101"))])),
    defect("code-of-another", &REF008, ("JUKI08", "住民票コード"), ("01.individual_number", "住民票コード"), |record| record.get("最新") == "1" && !record.get("住民票コード").is_empty(), NextDigit),
    defect("wrong-size-of-household", &REF011, ("JUKI02", "世帯員数"), ("01.household", "世帯員数"), |record| record.get(TYPE) == "21" && record.get("消滅日").is_empty(), NextDigit),
    defect("wrong-total", &SET002, ("KENSU", "件数"), ("00.control_total", "件数"), any, NextDigit),
    only(Format::Csv, "columns-missing", &FMT001, "", Columns(9)),
    only(Format::Csv, "open-quote", &FMT002, "本文", Raw(b"\"\x89\xCB\x8B\xF3")),
    only(Format::Csv, "quote-inside", &FMT003, "本文", Raw(b"\"\x89\xCB\"\x8B\xF3")),
    only(Format::Csv, "blank-line", &FMT005, "", BlankLine),
    only(Format::Csv, "other-line-end", &FMT008, "", LineFeed),
    only(Format::Fixed, "short-record", &FMT009, "", ShortRecord),
];

/// A defect at its place.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    /// Which of the files.
    pub slot: usize,
    /// Which record of it; 0 for the file as a whole.
    pub record: u64,
    pub defect: &'static Defect,
}

impl Defect {
    /// Whether it takes a value of an earlier record.
    fn looks_back(&self) -> bool {
        matches!(self.change, Several(changes) if changes.iter().any(|change| matches!(change.1, Before)))
    }

    /// Appends the record, spoilt.
    pub(crate) fn plant(
        &self,
        sheet: &Sheet,
        format: Format,
        fields: &mut Fields,
        seen: &mut Seen,
        scratch: &mut String,
        out: &mut Vec<u8>,
    ) {
        let start = out.len();
        let at = sheet.at(self.column).unwrap_or(0);
        let value = fields.get(at).to_owned();
        match self.change {
            Text(text) => fields.set(at, text),
            Copy(column) => {
                let other = sheet.at(column).map_or(String::new(), |at| fields.get(at).to_owned());
                fields.set(at, &other);
            }
            Several(changes) => {
                for (column, from) in changes {
                    let Some(at) = sheet.at(column) else { continue };
                    match from {
                        Is(text) => fields.set(at, text),
                        Before => {
                            let before = seen.before.get(sheet.name);
                            fields.set(at, before.map_or("", |fields| fields.get(at)));
                        }
                        // Of one person once: a second row would lead to other findings.
                        Japanese => fields.set(at, &seen.japanese.take().unwrap_or_default()),
                    }
                }
            }
            Full(characters) => {
                let takes = sheet.all().nth(at).map_or(0, |column| column.bytes / 2);
                fields.set(at, &"架".repeat(if format == Format::Fixed { takes } else { characters }));
            }
            NextDigit => {
                let last = value.bytes().last().map_or(b'0', |last| b'0' + (last - b'0' + 1) % 10);
                let kept = value.get(..value.len().saturating_sub(1)).unwrap_or("");
                fields.set(at, &format!("{kept}{}", char::from(last)));
            }
            Shorter => fields.set(at, value.get(1..).unwrap_or("")),
            HalfKanji if format == Format::Fixed => {
                // Only the last byte of a field can be half a character: the field is full.
                let characters = sheet.all().nth(at).map_or(0, |column| column.bytes / 2);
                fields.set(at, &"架".repeat(characters));
            }
            HalfKanji => fields.set(at, "架空"),
            Raw(_) => fields.set(at, "\u{1}"),
            Columns(_) | BlankLine | LineFeed | ShortRecord => {}
        }
        if matches!(self.change, BlankLine) {
            out.extend_from_slice(b"\r\n");
        }
        let begin = out.len();
        form::record(sheet, format, fields, scratch, out);
        let end = sheet_end(sheet, format);
        match self.change {
            Raw(bytes) => replace_raw(sheet, format, at, bytes, begin, out),
            HalfKanji => half_kanji(sheet, format, at, begin, out),
            Columns(count) => {
                let line = out[begin..].to_vec();
                let kept = cells(&line).take(count).map(|cell| cell.1).last().unwrap_or(0);
                out.truncate(begin + kept);
                out.extend_from_slice(end);
            }
            LineFeed => {
                out.truncate(out.len() - 2);
                out.push(b'\n');
            }
            ShortRecord => {
                out.truncate(out.len() - end.len() - 3);
                out.extend_from_slice(end);
            }
            _ => {}
        }
        debug_assert!(out.len() > start);
    }
}

fn sheet_end(sheet: &Sheet, format: Format) -> &'static [u8] {
    if format == Format::Csv || sheet.line_ends { b"\r\n" } else { b"" }
}

/// Where the cells of a CSV line begin and end.
fn cells(line: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let (mut quoted, mut start, mut at) = (false, 0, 0);
    std::iter::from_fn(move || {
        while at <= line.len() {
            let byte = line.get(at).copied().unwrap_or(b'\r');
            quoted ^= byte == b'"';
            at += 1;
            if !quoted && matches!(byte, b',' | b'\r') {
                let cell = (start, at - 1);
                start = at;
                if byte == b'\r' {
                    at = line.len() + 1;
                }
                return Some(cell);
            }
        }
        None
    })
}

/// Where the cell stands in the record that `out` ends with and that begins at `begin`.
fn cell(sheet: &Sheet, format: Format, at: usize, begin: usize, out: &[u8]) -> std::ops::Range<usize> {
    match format {
        Format::Csv => {
            let (start, end) = cells(&out[begin..]).nth(at).unwrap_or_default();
            begin + start..begin + end
        }
        Format::Fixed => {
            let before: usize = sheet.all().take(at).map(|column| column.bytes).sum();
            let start = begin + before + if sheet.typed() { 0 } else { 2 };
            start..start + sheet.all().nth(at).map_or(0, |column| column.bytes)
        }
    }
}

fn replace_raw(sheet: &Sheet, format: Format, at: usize, bytes: &[u8], begin: usize, out: &mut Vec<u8>) {
    let range = cell(sheet, format, at, begin, out);
    let mut value = bytes.to_vec();
    if format == Format::Fixed {
        value.resize(range.len(), b' ');
    }
    out.splice(range, value);
}

fn half_kanji(sheet: &Sheet, format: Format, at: usize, begin: usize, out: &mut Vec<u8>) {
    let range = cell(sheet, format, at, begin, out);
    match format {
        Format::Csv => drop(out.remove(range.end - 1)),
        Format::Fixed => {
            // One byte of padding in front, so that the last character lies across the border.
            out.splice(range.clone(), out[range.start..range.end - 1].to_vec());
            out.insert(range.start, b'x');
        }
    }
}

const fn whole(name: &'static str, code: &'static Entry, sheet: &'static str) -> Defect {
    Defect {
        name,
        code,
        sheet,
        column: "",
        file: "",
        item: "",
        format: None,
        fits: any,
        change: Change::BlankLine,
    }
}

static BYTE_ORDER_MARK: Defect = whole("byte-order-mark", &FMT007, "JUKI09");
static OTHER_ORDER: Defect = whole("columns-in-another-order", &FMT006, "JUKI14");
static WRONG_COUNT: Defect = whole("wrong-count", &FMT010, "JUKI04");
static NO_TRAILER: Defect = whole("no-trailer", &FMT012, "JUKI06");
static NO_COUNT: Defect = whole("unreadable-count", &FMT013, "JUKI09");
static EMPTY_FILE: Defect = whole("empty-file", &SET001, "JUKI08");

/// The part of a file that holds nothing: an export that broke off.
pub(crate) const EMPTY_PART: &str = "z";

/// Whether a municipality of this dirt has an empty part of this file.
pub(crate) fn has_empty_part(slot: &Slot, dirt: Option<Dirt>) -> bool {
    dirt.is_some() && slot.sheet.name == EMPTY_FILE.sheet
}

/// Brings the last two columns of a CSV line into the other order, where a municipality of this dirt has them so.
pub(crate) fn reorder(sheet: &Sheet, format: Format, dirt: Option<Dirt>, begin: usize, out: &mut Vec<u8>) {
    if dirt.is_none() || format == Format::Fixed || sheet.name != OTHER_ORDER.sheet {
        return;
    }
    let line = out.split_off(begin);
    let all: Vec<(usize, usize)> = cells(&line).collect();
    let [.., one, other] = all[..] else { return };
    out.extend_from_slice(&line[..one.0]);
    out.extend_from_slice(&line[other.0..other.1]);
    out.push(b',');
    out.extend_from_slice(&line[one.0..one.1]);
    out.extend_from_slice(&line[other.1..]);
}

/// Spoils what stands before the first record.
pub(crate) fn spoil_begin(
    (nth, slot): (usize, &Slot),
    format: Format,
    dirt: Option<Dirt>,
    bytes: &mut Vec<u8>,
    planted: &mut Vec<Planted>,
) {
    if dirt.is_none() || format == Format::Fixed {
        return;
    }
    if slot.sheet.name == BYTE_ORDER_MARK.sheet {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
        planted.push(Planted { slot: nth, record: 0, defect: &BYTE_ORDER_MARK });
    }
    if slot.sheet.name == OTHER_ORDER.sheet {
        reorder(slot.sheet, format, dirt, 0, bytes);
        planted.push(Planted { slot: nth, record: 0, defect: &OTHER_ORDER });
    }
}

/// Spoils what stands behind the last record.
pub(crate) fn spoil_end(
    (nth, slot): (usize, &Slot),
    format: Format,
    dirt: Option<Dirt>,
    records: u64,
    bytes: &mut Vec<u8>,
    planted: &mut Vec<Planted>,
) {
    if dirt.is_none() || format == Format::Csv {
        return;
    }
    let mut count =
        |text: String| bytes.splice(TRAILER.len()..TRAILER.len() + COUNT_BYTES, text.into_bytes()).count();
    let defect = match slot.sheet.name {
        name if name == WRONG_COUNT.sheet => {
            count(format!("{:0width$}", records + 1, width = COUNT_BYTES));
            &WRONG_COUNT
        }
        name if name == NO_COUNT.sheet => {
            count(format!("{:?<width$}", "", width = COUNT_BYTES));
            &NO_COUNT
        }
        name if name == NO_TRAILER.sheet => {
            bytes.clear();
            &NO_TRAILER
        }
        _ => return,
    };
    planted.push(Planted { slot: nth, record: 0, defect });
}

/// What the list of what was planted begins with: a byte order mark, since people open it, and its header.
pub(crate) fn head() -> String {
    "\u{feff}kind,code,severity,job,input,record,file,item,field\r\n".to_owned()
}

/// What was planted where, for people and tests: a CSV with a byte order mark.
pub(crate) fn table(planted: &[Planted], slots: &[Slot], records: &[u64], format: Format) -> String {
    let mut out = head();
    let mut told: Vec<(usize, &str)> = Vec::new();
    // A file without records is not exported.
    let mut sorted: Vec<&Planted> = planted.iter().filter(|planted| records[planted.slot] > 0).collect();
    sorted.sort_by_key(|planted| (planted.slot, planted.record));
    for Planted { slot, record, defect } in sorted {
        // One finding tells of all such places in a file.
        let once = matches!(defect.change, BlankLine | LineFeed);
        if once && told.contains(&(*slot, defect.name)) {
            continue;
        }
        told.push((*slot, defect.name));
        let record = if once { String::new() } else { record.to_string() };
        line(&mut out, defect, &slots[*slot], &slots[*slot].path(format), &record);
    }
    let broken_off = slots
        .iter()
        .zip(records)
        .filter(|(slot, records)| slot.sheet.name == EMPTY_FILE.sheet && **records > 0);
    for (slot, _) in broken_off {
        let empty = Slot { sheet: slot.sheet, part: EMPTY_PART };
        line(&mut out, &EMPTY_FILE, slot, &empty.path(format), "");
    }
    out
}

fn line(out: &mut String, defect: &Defect, slot: &Slot, path: &str, record: &str) {
    let severity = match defect.code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let Defect { name, code, file, item, column, .. } = defect;
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "{name},{},{severity},{},{path},{record},{file},{item},{column}\r\n",
        code.id, slot.sheet.job
    );
}

#[cfg(test)]
mod tests {
    use super::super::block::SLOTS;
    use super::*;

    #[test]
    fn every_defect_names_a_column_that_is_there() {
        for defect in DEFECTS {
            let slot = SLOTS.iter().find(|slot| slot.sheet.name == defect.sheet).unwrap();
            assert!(defect.column.is_empty() || slot.sheet.at(defect.column).is_some(), "{}", defect.name);
        }
    }

    #[test]
    fn cells_of_a_line_are_cut_at_commas_outside_quotes() {
        let found: Vec<_> = cells(b"1,\"a,\"\"b\",,3\r\n").collect();
        assert_eq!(found, [(0, 1), (2, 9), (10, 10), (11, 12)]);
    }

    #[test]
    fn a_share_is_from_none_to_all() {
        assert_eq!(Dirt::of(0.01), Some(Dirt(10_000)));
        assert_eq!((Dirt::of(1.5), Dirt::of(-0.1), Dirt::of(f64::NAN)), (None, None, None));
    }
}
