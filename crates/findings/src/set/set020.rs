use crate::{Both, Disposition, Entry, Group, Severity};

/// More than may be unpacked.
pub static SET020: Entry = Entry {
    id: "SET020",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "展開の限度を超える", en: "More than may be unpacked" },
    message: Both { ja: "展開の限度を超えます ({text})", en: "more than may be unpacked ({text})" },
    advice: Both {
        ja: "展開してから、フォルダーを検査してください",
        en: "unpack it first, and check the folder",
    },
    explanation: Both {
        ja: "zip の中のファイルの数、大きさ、圧縮の比が限度を超えています。中身は読んでいません。",
        en: "The zip has too many files, or they are too large or too densely packed. They were not read.",
    },
    source: "",
};
