use crate::{Both, Disposition, Entry, Group, Severity};

/// Two files disagree, perhaps.
pub static REF009: Entry = Entry {
    id: "REF009",
    group: Group::Reference,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "二つのファイルで値が違う (要確認)", en: "Two files disagree, perhaps" },
    message: Both {
        ja: "{text} の行と値が違います", en: "the value is not that of the row in {text}"
    },
    advice: Both {
        ja: "どちらの値が正しいか、元の記録で確かめてください",
        en: "look at the original records: which value is right?",
    },
    explanation: Both {
        ja: "同じであるはずの項目が、この行と参照先の行で違います (例: 履歴の最新の行と現在の行)。",
        en: "An item that should be the same differs between this row and the one it points at (such as the latest row of a history and the current record).",
    },
    source: "layouts/*/*.rules.toml (規則ごとに根拠を示す)",
};
