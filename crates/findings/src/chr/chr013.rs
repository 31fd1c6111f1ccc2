use crate::{Both, Disposition, Entry, Group, Severity};

/// A variation sequence that is not registered.
pub static CHR013: Entry = Entry {
    id: "CHR013",
    group: Group::Characters,
    severity: Severity::Error,
    disposition: Disposition::Blank,
    title: Both {
        ja: "登録のない異体字セレクターの組", en: "A variation sequence that is not registered"
    },
    message: Both {
        ja: "{text} は文字情報基盤に登録された組ではありません",
        en: "{text} is no sequence that 文字情報基盤 registers",
    },
    advice: Both {
        ja: "元のシステムの字形を確かめ、登録のある IVS に直すか、セレクターのない文字にしてください",
        en: "look at the glyph in the old system; correct it to a registered IVS or to the character without selector",
    },
    explanation: Both {
        ja: "漢字のあとの異体字セレクターが、MJ文字情報一覧表にその漢字との組として載っていません。ほかのコレクション (Adobe-Japan1 など) の IVS もここに入ります。どの字形か決まらないので、[characters] unmapped に従います。",
        en: "A variation selector stands behind a character, and MJ文字情報一覧表 does not have the pair. Sequences of other collections (Adobe-Japan1) count here too. Which glyph is meant is open, so [characters] unmapped decides.",
    },
    source: "IPA MJ文字情報一覧表 Ver.006.02; UTS #37",
};
