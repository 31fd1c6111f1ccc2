use crate::{Both, Disposition, Entry, Group, Severity};

/// Columns in another order than defined.
pub static FMT006: Entry = Entry {
    id: "FMT006",
    group: Group::Framing,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "見出しの並びが定義と違う", en: "Columns in another order than defined" },
    message: Both {
        ja: "見出しの項目の並びが source 定義と違います。項目名で対応付けました",
        en: "the header lists the columns in another order than the source definition; they were matched by name",
    },
    advice: Both {
        ja: "ファイルの出力条件が変わっていないか確かめ、source の fields の並びを合わせてください",
        en: "check whether the export has changed, and bring fields in the source definition into the same order",
    },
    explanation: Both {
        ja: "見出し行の項目名は source 定義と同じですが、並びが違います。値は名前で対応付けます。",
        en: "The header has the same column names as the source definition, in another order. Values are matched by name.",
    },
    source: "",
};
