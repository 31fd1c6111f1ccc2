use crate::{Both, Disposition, Entry, Group, Severity};

/// No trailer.
pub static FMT012: Entry = Entry {
    id: "FMT012",
    group: Group::Framing,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "トレーラーがない", en: "No trailer" },
    message: Both {
        ja: "source に定義したトレーラーレコードがファイルにありません",
        en: "the file has no trailer record, though the source definition declares one",
    },
    advice: Both {
        ja: "ファイルが途中で切れていないか出力元に確かめてください",
        en: "ask whoever exported it whether the file is complete",
    },
    explanation: Both {
        ja: "ファイルを終えるトレーラーレコードが見つかりません。ファイルの末尾が失われている恐れがあります。",
        en: "The record that should end the file was not found: the end of the file may be lost.",
    },
    source: "",
};
