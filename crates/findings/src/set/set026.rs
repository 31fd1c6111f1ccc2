use crate::{Both, Disposition, Entry, Group, Severity};

/// An image that no index lists.
pub static SET026: Entry = Entry {
    id: "SET026",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "索引にない画像", en: "An image that no index lists" },
    message: Both { ja: "画像索引情報にない画像です", en: "no row of the image index names it" },
    advice: Both {
        ja: "どの記録の画像かを引渡し側に確かめてください", en: "ask which record it belongs to"
    },
    explanation: Both {
        ja: "画像のフォルダーにあるファイルを指す行が、画像索引情報にありません。",
        en: "No row of the image index names this file of the folder of images.",
    },
    source: "",
};
