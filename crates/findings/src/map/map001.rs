use crate::{Both, Disposition, Entry, Group, Severity};

/// A value that the code table does not translate.
pub static MAP001: Entry = Entry {
    id: "MAP001",
    group: Group::Mapping,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "対応表にない値", en: "A value that the code table does not translate" },
    message: Both {
        ja: "値が対応表「{text}」にありません",
        en: "the value is not in the mapping's code table \"{text}\"",
    },
    advice: Both {
        ja: "値の意味を元のシステムの資料で確かめ、mapping の対応表に加えてください",
        en: "find out what the value means in the old system and add it to the code table in the mapping",
    },
    explanation: Both {
        ja: "元のシステムのコード値を標準のコードへ置き換える対応表に、この値がありません。推測で置き換えることはしません。",
        en: "The mapping translates the vendor's codes by a table, and this value is not in it. It is never guessed.",
    },
    source: "",
};
