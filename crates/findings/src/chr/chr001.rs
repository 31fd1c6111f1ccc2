use crate::{Both, Disposition, Entry, Group, Severity};

/// Bytes that are no character.
pub static CHR001: Entry = Entry {
    id: "CHR001",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Reject,
    title: Both { ja: "文字として読めないバイト", en: "Bytes that are no character" },
    message: Both {
        ja: "バイト {text} は、指定された文字コードの文字ではありません",
        en: "byte {text} is no character of the declared charset",
    },
    advice: Both {
        ja: "元のシステムで値を確かめ、直したレコードを rejects/ のファイルから流し直してください。文字コードの指定が違うなら source の charset を直してください",
        en: "look the value up in the old system, correct the record in rejects/ and feed it back; if the charset is wrong, correct charset in the source definition",
    },
    explanation: Both {
        ja: "項目の中に、source の charset では定義されていないバイトがあります。推測で別の文字に置き換えることはせず、そのレコードを受け付けません。",
        en: "The field holds bytes that the charset of the source definition does not define. They are never guessed at or replaced: the record is rejected.",
    },
    source: "",
};
