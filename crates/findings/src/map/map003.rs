use crate::{Both, Disposition, Entry, Group, Severity};

/// An address that could not be split.
pub static MAP003: Entry = Entry {
    id: "MAP003",
    group: Group::Mapping,
    severity: Severity::Warning,
    disposition: Disposition::Keep,
    title: Both {
        ja: "町名・番地・方書に分けられない住所", en: "An address that could not be split"
    },
    message: Both {
        ja: "住所を町名・番地・方書に分けられません。全体を町名に残しました",
        en: "the address could not be split into town, number and building; all of it stays in the town",
    },
    advice: Both {
        ja: "元のデータを見て、正しい分け方を原課に確かめてください。訂正ファイルで直せます",
        en: "look at the original and ask the department how it divides; a corrections file can set it",
    },
    explanation: Both {
        ja: "番地の始まりと終わりがはっきりしない住所は、推測で分けません。番地の後に空白なしで方書が続くもの、番地のないものなどです。書かれたままの全体が町名の項目に出力され、番地と方書は空になります。",
        en: "Where it is not plain where the number begins and ends, an address is not split by guessing: a building that follows the number without a space, an address without a number. All of it is written as it is in the item of the town; number and building stay blank.",
    },
    source: "",
};
