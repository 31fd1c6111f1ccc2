use crate::{Both, Disposition, Entry, Group, Severity};

/// An empty file.
pub static SET001: Entry = Entry {
    id: "SET001",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "空のファイル", en: "An empty file" },
    message: Both {
        ja: "ファイルにレコードが一件もありません", en: "the file holds no record"
    },
    advice: Both {
        ja: "出力に失敗していないか、出力元に確かめてください",
        en: "ask whoever exported it whether the export failed",
    },
    explanation: Both {
        ja: "入力ファイルが0バイトか、見出しだけです。分割されたファイルの一つが空なら、出力が途中で失敗している恐れがあります。",
        en: "The input has no bytes, or only a header. An empty part of a split export may mean that the export broke off.",
    },
    source: "",
};
