use crate::{Both, Disposition, Entry, Group, Severity};

/// A file that is none of the standard.
pub static SET006: Entry = Entry {
    id: "SET006",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "標準にないファイル", en: "A file that is none of the standard" },
    message: Both {
        ja: "このファイルがどの移行ファイルか分かりません ({text})",
        en: "this file is none of the standard that could be recognised ({text})",
    },
    advice: Both {
        ja: "余分なら除き、移行ファイルなら delivery.toml で対応を書いてください (utsushi verify --init)",
        en: "remove it, or name its layout in delivery.toml (utsushi verify --init writes one)",
    },
    explanation: Both {
        ja: "名前からも見出しからも、どの移行ファイルか決まりません。中身は検査していません。",
        en: "Neither its name nor its header says which standard file it is. Its content was not checked.",
    },
    source: "",
};
