use crate::{Both, Disposition, Entry, Group, Severity};

/// An image with another digest.
pub static SET027: Entry = Entry {
    id: "SET027",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "画像のハッシュ値が違う", en: "An image with another digest" },
    message: Both {
        ja: "画像の SHA-256 が索引と違います ({text})",
        en: "the image's SHA-256 is not that of the index ({text})",
    },
    advice: Both { ja: "画像をもう一度受け取ってください", en: "ask for the image again" },
    explanation: Both {
        ja: "画像索引情報の SHA-256 と、納品されたファイルが違います。",
        en: "The SHA-256 in the image index is not that of the delivered file.",
    },
    source: "",
};
