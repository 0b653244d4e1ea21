//! What types let through and what they stop.

use super::super::Asked;
use super::super::toolchain::{compile, error, prints};
use super::{Outcome, with};

pub(super) fn one_length_byte(asked: &Asked) {
    let digits: String = asked.prompt.chars().filter(char::is_ascii_digit).collect();
    let main = format!("fn main() {{ println!(\"{{}}\", frame(&[0; {digits}])[0]); }}");
    let first = prints(&format!("{}{main}", asked.code("frame.rs")));
    assert_eq!(first.trim().parse(), Ok(asked.number()), "{digits}");
}

pub(super) fn a_new_variant(asked: &Asked) {
    let main = "fn main() {
        let all = [Payment::Open, Payment::Paid, Payment::Failed, Payment::Disputed];
        println!(\"{:?}\", all.map(|payment| may_ship(&payment)));
    }";
    let program = format!("{}{main}", asked.code("payment.rs"));
    let (_, said) = compile(&program);
    let shown = Outcome::of(&program);
    asked.assert_options(&[
        ("It doesn't build", shown.refused("E0004", 4)),
        ("with a warning", said.contains("warning")),
        ("panics for", matches!(&shown, Outcome::Ran(ran) if ran.status == 101)),
        ("orders in dispute are shipped", shown.prints("[false, true, false, true]\n")),
    ]);
    assert!(Outcome::of(&with(&program, "        _ =>", "        Payment::Paid =>")).refused("E0004", 4));
}

/// How often, of 200 maps, each finds a key under other letters and under the same ones, and how many
/// of two keys that are not equal it keeps.
const LOOKED_UP: &str = "
pub fn probe() -> [bool; 3] {
    let key = |text: &str| Email(text.to_string());
    let (mut other, mut same, mut kept) = (0, 0, 0);
    for _ in 0..200 {
        let mut users = Users::new();
        users.insert(key(\"Ada@x.org\"), 1);
        other += usize::from(users.contains_key(&key(\"ada@x.org\")));
        same += usize::from(users.contains_key(&key(\"Ada@x.org\")));
        users.insert(key(\"lin@x.org\"), 2);
        kept += users.len();
    }
    [other > 100, same > 100, kept > 300]
}";

pub(super) fn equal_but_not_found(asked: &Asked) {
    let code = asked.code("email.rs");
    let by_hand = |hashed: &str| {
        let hash = format!(
            "impl Hash for Email {{ fn hash<H: Hasher>(&self, h: &mut H) {{ {hashed}.hash(h); }} }}\n"
        );
        format!("{hash}{}", with(code, "#[derive(Eq, Hash)]", "#[derive(Eq)]"))
    };
    let variants = [code.to_owned(), by_hand("self.0.to_ascii_lowercase()"), by_hand("0")];
    let mut program = "use std::collections::HashMap;\nuse std::hash::{Hash, Hasher};\n".to_owned();
    for (i, variant) in variants.iter().enumerate() {
        program += &format!("mod v{i} {{ use super::*;\n{variant}{LOOKED_UP} }}\n");
    }
    program += "fn main() { println!(\"{:?} {:?} {:?}\", v0::probe(), v1::probe(), v2::probe()); }";
    let out = prints(&program);
    let found: Vec<bool> =
        out.split(|c: char| !c.is_alphabetic()).filter_map(|word| word.parse().ok()).collect();
    let [other, same, _, other_by_lower, _, _, _, _, kept_with_one_hash] = found[..] else {
        panic!("{out}");
    };
    assert!(!other, "it is found more often than not");
    asked.assert_options(&[
        ("derived `Eq`", !other_by_lower),
        ("derived `Hash`", !other && other_by_lower),
        ("compares hashes alone", !kept_with_one_hash),
        ("hashes its pointer", !same),
    ]);
}

pub(super) fn order_id_as_account(asked: &Asked) {
    let shown = asked.code("refunds.rs");
    let (ledger, refunds) = shown.split_once("\n\n").expect("two crates");
    let call = refunds.lines().last().expect("a call");
    let program = |types: &str, [order, account, cents]: [&str; 3], ledger: &str, call: &str| {
        format!(
            "{types}\nstruct Order {{ id: {order}, account: {account}, cents: {cents} }}\n{ledger}\n\
             fn refund(shop_account: {account}, order: Order) {{ {call} let _ = order.account; }}\n\
             fn main() {{}}"
        )
    };
    let names = ["OrderId", "AccountId", "Cents"];
    let typed = ledger.replace("from: u64, to: u64", "from: AccountId, to: AccountId");
    let typed = with(&typed, "cents: u64", "cents: Cents");
    let found = |program: String| !compile(&program).0;

    let aliases = "type OrderId = u64; type AccountId = u64; type Cents = u64;";
    let aliased = found(program(aliases, names, &typed, call));
    let named = "pub struct Transfer { from: u64, to: u64, cents: u64 }";
    let takes_named = with(ledger, "from: u64, to: u64, cents: u64", "_: Transfer");
    let names_fields = "transfer(Transfer { from: shop_account, to: order.id, cents: order.cents });";
    let named = found(program(named, ["u64"; 3], &takes_named, names_fields));
    let looked_up = found(program("", ["u64"; 3], ledger, call));
    let wrapped = "#[derive(Clone, Copy)] pub struct AccountId(u64);\n\
                   #[derive(Clone, Copy)] pub struct OrderId(u64);\n\
                   #[derive(Clone, Copy)] pub struct Cents(u64);";
    let new_types = error(&program(wrapped, names, &typed, call)).contains("error[E0308]");
    asked.assert_options(&[
        ("`type AccountId = u64;`", aliased),
        ("Transfer { from, to, cents }", named),
        ("A lookup", looked_up),
        ("Structs `AccountId(u64)`", new_types),
    ]);
    let meant = with(call, "order.id", "order.account");
    assert!(compile(&program(wrapped, names, &typed, &meant)).0, "what was meant compiles");
    assert!(compile(&program("", ["u64"; 3], ledger, &meant)).0);
}
