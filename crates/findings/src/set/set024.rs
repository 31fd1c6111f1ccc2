use crate::{Both, Disposition, Entry, Group, Severity};

/// A gaiji without a glyph.
pub static SET024: Entry = Entry {
    id: "SET024",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "字形のない外字", en: "A gaiji without a glyph" },
    message: Both {
        ja: "外字の字形のファイルがありません ({text})",
        en: "the file with a gaiji's glyph is not there ({text})",
    },
    advice: Both {
        ja: "フォントか字形画像の提出を求めてください", en: "ask for the font or the picture"
    },
    explanation: Both {
        ja: "外字一覧情報の行が指すフォントも字形画像も納品されていません。字形がなければ同定できません。",
        en: "Neither the font nor the picture that a row of the gaiji list names was delivered. Without a glyph nobody can identify it.",
    },
    source: "",
};
