use crate::{Both, Disposition, Entry, Group, Severity};

/// Encrypted.
pub static SET019: Entry = Entry {
    id: "SET019",
    group: Group::Delivery,
    severity: Severity::Error,
    disposition: Disposition::Keep,
    title: Both { ja: "暗号化されている", en: "Encrypted" },
    message: Both { ja: "暗号化されていて読めません", en: "it is encrypted and cannot be read" },
    advice: Both {
        ja: "復号してから、フォルダーを検査してください。鍵の受渡しも確かめてください",
        en: "decrypt it first, and check the folder; make sure that you were given the key",
    },
    explanation: Both {
        ja: "zip の中のファイルがパスワードで保護されています。",
        en: "The file in the zip is protected by a password.",
    },
    source: "",
};
