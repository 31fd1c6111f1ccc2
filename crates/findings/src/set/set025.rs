use crate::{Both, Disposition, Entry, Group, Severity};

/// An image that is listed is missing.
pub static SET025: Entry = Entry {
    id: "SET025",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "画像がない", en: "An image that is listed is missing" },
    message: Both {
        ja: "画像索引にある画像がありません ({text})",
        en: "an image of the index is not there ({text})",
    },
    advice: Both { ja: "画像の提出を求めてください", en: "ask for the image" },
    explanation: Both {
        ja: "画像索引情報の行が指すファイルが納品物の中にありません。",
        en: "The file that a row of the image index names was not delivered.",
    },
    source: "",
};
