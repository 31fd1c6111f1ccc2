use crate::{Both, Disposition, Entry, Group, Severity};

/// A record of the wrong length.
pub static FMT009: Entry = Entry {
    id: "FMT009",
    group: Group::Framing,
    severity: Severity::Error,
    disposition: Disposition::Reject,
    title: Both { ja: "レコード長の違い", en: "A record of the wrong length" },
    message: Both {
        ja: "レコードは {expected} バイトのはずですが {actual} バイトです",
        en: "the record should have {expected} bytes and has {actual}",
    },
    advice: Both {
        ja: "ファイルが途中で切れていないか、文字コードや改行が変換されていないかを確かめてください。すべてのレコードで起きるなら source の record_length か line_end の誤りです",
        en: "check that the file is complete and that no transfer changed its characters or line ends; if every record has this, correct record_length or line_end in the source definition",
    },
    explanation: Both {
        ja: "固定長のレコードの長さが source の record_length と違います。どのバイトがどの項目か決められないため、レコード全体を受け付けません。改行のあるファイルでは次の行から正しく読みます。改行のないファイルでは末尾の半端なバイトがこれになります。",
        en: "A fixed-width record does not have the declared length, so no byte can be trusted to be in its field: the whole record is rejected. Where records end in line ends, the next line is fine again; where they do not, these are the bytes left over at the end of the file.",
    },
    source: "",
};
