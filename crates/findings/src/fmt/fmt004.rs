use crate::{Both, Disposition, Entry, Group, Severity};

/// A record longer than the limit.
pub static FMT004: Entry = Entry {
    id: "FMT004",
    group: Group::Framing,
    severity: Severity::Error,
    disposition: Disposition::Reject,
    title: Both { ja: "長すぎるレコード", en: "A record longer than the limit" },
    message: Both {
        ja: "レコードが上限 {expected} バイトを超えています ({actual} バイト)",
        en: "the record is {actual} bytes long, more than the limit of {expected}",
    },
    advice: Both {
        ja: "改行や引用符の誤りを確かめてください。固定長のファイルを CSV として読んでいないかも確かめてください",
        en: "look for a lost line end or quote; check also that a fixed-width file is not read as CSV",
    },
    explanation: Both {
        ja: "上限までにレコードの終わりが見つかりません。次に正しい項目数の行が見つかるまでを一つの不受理レコードとします。",
        en: "No end of the record was found within the limit. Everything up to the next line with the declared number of fields is one rejected record.",
    },
    source: "",
};
