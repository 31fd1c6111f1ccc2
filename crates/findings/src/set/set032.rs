use crate::{Both, Disposition, Entry, Group, Severity};

/// A delivery without the common files.
pub static SET032: Entry = Entry {
    id: "SET032",
    group: Group::Delivery,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both { ja: "マスタが納品されていない", en: "The masters were not delivered" },
    message: Both {
        ja: "納品されたファイルのコードが指すマスタがありません: {text}",
        en: "the masters that codes of the delivered files point at are not there: {text}",
    },
    advice: Both {
        ja: "共通 (00_common) のマスタを引渡し側に求めてください。ほかの納品物に含まれているなら、同じフォルダーに置いて検査し直してください",
        en: "ask for the masters of 00_common; if another delivery has them, put them into the same folder and verify again",
    },
    explanation: Both {
        ja: "町字・行政区・所属などのコードは、業者のマスタがなければ意味が分からず、次のシステムに移せません。共通のファイルが一つも見つからないので、コードがマスタにあるかどうかの規則は実行されません。",
        en: "Without the vendor's masters nobody can tell what codes of towns, districts or departments mean, and the next system cannot take them over. No common file was found, so the rules that look a code up in a master were not run.",
    },
    source: "",
};
