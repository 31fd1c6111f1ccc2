//! Every kind of defect, with the code that must be found and the place.

use super::{Change, Change::*, Defect, Fits, Value::*, View};
use crate::juki::Format;
use crate::juki::city::sheet::TYPE;
use utsushi_findings::*;

const fn defect(
    name: &'static str,
    code: &'static Entry,
    (sheet, column): (&'static str, &'static str),
    (file, item): (&'static str, &'static str),
    fits: Fits,
    change: Change,
) -> Defect {
    Defect { name, code, sheet, column, file, item, format: None, fits, change, also: None }
}

const fn only(
    format: Format,
    name: &'static str,
    code: &'static Entry,
    column: &'static str,
    change: Change,
) -> Defect {
    let fits: Fits = any;
    Defect {
        name,
        code,
        sheet: "JUKI13",
        column,
        file: "",
        item: "",
        format: Some(format),
        fits,
        change,
        also: None,
    }
}

fn any(_: &View<'_>) -> bool {
    true
}

/// A foreign resident who is one today.
fn lives(record: &View<'_>) -> bool {
    record.get("最新") == "1" && record.get("消除日").is_empty() && !record.get("カード番号").is_empty()
}

const RESIDENT: &str = "01.resident";

/// Every kind that any record can have. Those of which a municipality has one follow.
#[rustfmt::skip]
pub(super) static DEFECTS: &[Defect] = &[
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
    defect("qualified-after-delivery", &REC008, ("JUKI06", "取得日"), ("01.qualification", "資格取得年月日"), |record| !record.get("区分").is_empty() && record.get("喪失日").is_empty(), Text("R080501")),
    defect("no-latest-row", &REC013, ("JUKI09", "最新"), ("01.individual_number_card", "最新フラグ"), |record| record.get("最新") == "1" && record.get("枚目") == "00001", Text("0")),
    defect("two-addresses-at-once", &REC015, ("JUKI04", "去日"), ("01.address_history", "住所を定めた年月日"), |record| record.get("区分") == "2" && !record.get("去日").starts_with("R08"), Text("R080331")),
    defect("one-card-of-two-persons", &REC017, ("JUKI05", "カード番号"), ("01.foreign_resident", "在留カード等番号"), |record| lives(record) && record.before(lives), Several(&[("カード番号", Before)])),
    defect("one-image-twice", &REC018, ("JUKI14", "ファイル"), ("00.image_index", "ファイルパス"), |record| record.before(any), Several(&[("ファイル", Before)])),
    defect("two-heads", &REC020, ("JUKI01", "世帯主区分"), (RESIDENT, "世帯主区分"), |record| record.get("世帯主区分") == "2" && record.get("消除年月日").is_empty() && !record.get("世帯主宛名番号").is_empty() && record.get("世帯主宛名番号") < record.get("宛名番号"), Text("1")),
    defect("name-as-long-as-its-field", &REC021, ("JUKI03", "世帯主氏名"), ("01.resident_history", "世帯主氏名"), any, Full(80)),
    defect("one-key-twice", &DUP001, ("JUKI13", "番号"), ("01.remark", "宛名番号"), |record| record.get("異動番号").is_empty() && record.before(any), Several(&[("宛名番号", Before), ("番号", Before)])),
    defect("remark-on-nobody", &REF001, ("JUKI13", "宛名番号"), ("01.remark", "宛名番号"), |record| record.get("異動番号").is_empty(), Several(&[("宛名番号", Nobody)])),
    defect("unknown-operator", &REF002, ("JUKI03", "操作者"), ("01.change_history", "操作者ID"), any, Text("OP9999")),
    defect("remark-on-a-deleted-person", &REF003, ("JUKI13", "宛名番号"), ("01.remark", "宛名番号"), |record| record.get("異動番号").is_empty() && record.seen.deleted, Several(&[("番号", OwnNumber), ("宛名番号", Is("999999999999999"))])),
    defect("town-that-was-no-more", &REF004, ("JUKI03", "町字コード"), ("01.resident_history", "町字コード"), |record| record.get("異動日").starts_with('R'), Text("99000900000")),
    defect("office-that-was-no-more", &REF005, ("JUKI09", "交付場所"), ("01.individual_number_card", "交付場所コード"), |record| record.get("交付日").starts_with('R'), Text("0109")),
    defect("school-of-another-kind", &REF006, ("JUKI01", "中学校区"), (RESIDENT, "中学校区コード"), any, Text("000010")),
    defect("alias-history-of-a-japanese", &REF007, ("JUKI07", "宛名番号"), ("01.alias_history", "宛名番号"), |record| record.get(TYPE) == "72" && record.seen.japanese.is_some() && !record.get("記載日").starts_with("R08"), Several(&[("宛名番号", Japanese), ("削除日", Is("R080101"))])),
    defect("code-of-another", &REF008, ("JUKI08", "住民票コード"), ("01.individual_number", "住民票コード"), |record| record.get("最新") == "1" && !record.get("住民票コード").is_empty(), NextDigit),
    defect("wrong-size-of-household", &REF011, ("JUKI02", "世帯員数"), ("01.household", "世帯員数"), |record| record.get(TYPE) == "21" && record.get("消滅日").is_empty(), NextDigit),
    defect("wrong-total", &SET002, ("KENSU", "件数"), ("00.control_total", "件数"), any, NextDigit),
    only(Format::Csv, "columns-missing", &FMT001, "", Columns(9)),
    only(Format::Csv, "open-quote", &FMT002, "本文", Raw(b"\"\x89\xCB\x8B\xF3")),
    only(Format::Csv, "quote-inside", &FMT003, "本文", Raw(b"\"\x89\xCB\"\x8B\xF3")),
    // Its last byte begins a character of CP932.
    Defect { also: Some(&TWO_CHARSETS), ..only(Format::Csv, "record-in-utf-8", &CHR002, "本文", Raw("電話で確認済。".as_bytes())) },
    defect("no-character-in-an-unused-field", &MAP012, ("JUKI01", "予備1"), ("", ""), any, Unread(b"\xFD")),
    only(Format::Csv, "blank-line", &FMT005, "", BlankLine),
    only(Format::Csv, "other-line-end", &FMT008, "", LineFeed),
    only(Format::Fixed, "short-record", &FMT009, "", ShortRecord),
];

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
        change: Whole,
        also: None,
    }
}

pub(super) static BYTE_ORDER_MARK: Defect = whole("byte-order-mark", &FMT007, "JUKI09");
pub(super) static OTHER_ORDER: Defect = whole("columns-in-another-order", &FMT006, "JUKI14");
pub(super) static WRONG_COUNT: Defect = whole("wrong-count", &FMT010, "JUKI04");
pub(super) static NO_TRAILER: Defect = whole("no-trailer", &FMT012, "JUKI06");
pub(super) static NO_COUNT: Defect = whole("unreadable-count", &FMT013, "JUKI09");
pub(super) static EMPTY_FILE: Defect = whole("empty-file", &SET001, "JUKI08");
/// The last record of a file that breaks off, and the file itself.
pub(super) static LAST_RECORD: Defect =
    Defect { change: Columns(1), ..whole("broken-off-record", &FMT001, "JUKI12") };
pub(super) static BROKEN_OFF: Defect = whole("broken-off-file", &FMT014, "JUKI12");
/// What goes with records in another charset.
static TWO_CHARSETS: Defect = whole("two-charsets", &CHR007, "JUKI13");

#[cfg(test)]
mod tests {
    use super::super::super::block::SLOTS;
    use super::*;

    #[test]
    fn every_defect_names_a_column_that_is_there() {
        for defect in DEFECTS {
            let slot = SLOTS.iter().find(|slot| slot.sheet.name == defect.sheet).unwrap();
            assert!(defect.column.is_empty() || slot.sheet.at(defect.column).is_some(), "{}", defect.name);
        }
    }
}
