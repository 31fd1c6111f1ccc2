use crate::{Both, Disposition, Entry, Group, Severity};

/// A corrected value.
pub static MAP005: Entry = Entry {
    id: "MAP005",
    group: Group::Mapping,
    severity: Severity::Info,
    disposition: Disposition::Keep,
    title: Both { ja: "訂正した値", en: "A corrected value" },
    message: Both {
        ja: "訂正ファイルに従って値を置き換えました (訂正者: {text})",
        en: "the value was replaced as the corrections file says (by {text})",
    },
    advice: Both {
        ja: "訂正ファイルの内容と根拠を控えておいてください",
        en: "keep the corrections file and its reasons with the papers",
    },
    explanation: Both {
        ja: "訂正ファイル (キー・項目・値・訂正者・理由) の一行が、このレコードの項目に当てはまりました。元の値は読まず、変換の指摘も出ません。訂正した値にも検査は行われます。",
        en: "A line of the corrections file (key, item, value, who, why) fits this record's item. The original value is not read and no transform reports on it; the corrected value is checked like any other.",
    },
    source: "",
};
