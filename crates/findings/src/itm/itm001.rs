use crate::{Both, Disposition, Entry, Group, Severity};

/// A required item is blank.
pub static ITM001: Entry = Entry {
    id: "ITM001",
    group: Group::Item,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both { ja: "必須項目が空", en: "A required item is blank" },
    message: Both { ja: "必須の項目が空です", en: "a required item is blank" },
    advice: Both {
        ja: "元のシステムで値を確かめてください。キー項目が空のレコードは移行できません",
        en: "look the value up in the old system; a record without its key cannot be migrated",
    },
    explanation: Both {
        ja: "レイアウトが必須とする項目に値がありません。キー項目ならその行は受け付けません。",
        en: "The layout requires a value here. Where the item is a key, the row is rejected.",
    },
    source: "layouts: required",
};
