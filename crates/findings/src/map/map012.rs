use crate::{Both, Disposition, Entry, Group, Severity};

/// Bytes that are no characters in a field that feeds nothing.
pub static MAP012: Entry = Entry {
    id: "MAP012",
    group: Group::Mapping,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "使っていない項目に文字でないバイト",
        en: "Bytes that are no characters in an unused field",
    },
    message: Both {
        ja: "どこにも使われていない元の項目に、文字として読めないバイトがあります (項目: 件数 = {text})",
        en: "fields that feed nothing hold bytes that are no characters (field: records = {text})",
    },
    advice: Both {
        ja: "source の charset と項目の位置を確かめてください。正しければ、元のファイルが壊れているかもしれません",
        en: "check charset and the places of the fields in the source definition; if they are right, the file may be damaged",
    },
    explanation: Both {
        ja: "変換に使う項目ではないので、行には影響しません。しかし文字でないバイトは、文字コードの取り違え、項目のずれ、ファイルの破損のしるしです。ファイルごとに、項目別の件数を示します。",
        en: "No row is affected, for nothing uses the field. But such bytes are a sign of a wrong charset, of fields cut at the wrong place or of a damaged file. Records are counted for each field, a finding for each file.",
    },
    source: "",
};
