use crate::{Both, Disposition, Entry, Group, Severity};

/// An unclosed quote.
pub static FMT002: Entry = Entry {
    id: "FMT002",
    group: Group::Framing,
    severity: Severity::Error,
    disposition: Disposition::Reject,
    title: Both { ja: "閉じていない引用符", en: "An unclosed quote" },
    message: Both {
        ja: "引用符 (\") が閉じないままレコードが終わりました",
        en: "the record ends inside a quoted field",
    },
    advice: Both {
        ja: "引用符の対応を直してください。値の中に改行があるファイルなら source に multiline = true を指定してください",
        en: "close the quote; if values may hold line ends, set multiline = true in the source definition",
    },
    explanation: Both {
        ja: "引用符で始まった項目が閉じていません。次のレコードを巻き込まないよう、このレコードだけを受け付けません。",
        en: "A field that began with a quote never ends. Only this record is rejected, so that it does not swallow its neighbours.",
    },
    source: "",
};
