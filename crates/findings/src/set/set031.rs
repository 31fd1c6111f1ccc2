use crate::{Both, Disposition, Entry, Group, Severity};

/// A file without a row.
pub static SET031: Entry = Entry {
    id: "SET031",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "行のないファイル", en: "A file without a row" },
    message: Both {
        ja: "ファイルにレコードが一件もありません", en: "the file holds no record"
    },
    advice: Both {
        ja: "該当する記録がもともと無いかを引渡し側に確かめてください",
        en: "ask whether there are no such records",
    },
    explanation: Both {
        ja: "見出しだけのファイルです。該当者がいない業務では正しいことがあります。",
        en: "It has only a header. Where nobody is concerned, that can be right.",
    },
    source: "",
};
