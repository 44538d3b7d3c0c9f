(** The walk up to the verdict, as a model small enough to read: what [verify.md] says, on data instead of bytes.
    [Laws.v] proves what must hold of it; [Universe.v] lets it judge a small universe of chains, and a test of the crate
    holds the real verifier, with real bytes and real signatures, to the same answers.

    Assumed:
    - a signature is the pair of a key and what it signed: who lacks the key cannot make one, and it fits nothing else;
    - a hash is what it is of: an id is the content itself, so two contents never have one id;
    - what is read has the form of [token.md] and [call.md]: the names of a call's arguments are unlike each other.

    Not modelled: bytes and texts; operators other than the five below, shapes, and the spelling of values; requirements
    and endorsements; revocation; ledgers by name, windows and accounts of budgets; release of what was charged.

    Numbers stand for names, keys and times. *)

Require Import List Arith Bool.
Import ListNotations.

(** * Calls and grants *)

Definition key := nat.
Definition time := nat.
Definition audience := nat.

Inductive value := Number (n : nat) | Word (w : nat) | Path (segments : list nat).

Record call := { action : list nat; args : list (nat * value) }.

(** One action; every action below a prefix, [p.*]; every action, [*]. *)
Inductive pattern := Exact (a : list nat) | Below (p : list nat) | Every.

Inductive limit :=
  | Is (v : value)            (* = v *)
  | OneOf (vs : list value)   (* in [...] *)
  | AtMost (n : nat)          (* <= n *)
  | AtLeast (n : nat)         (* >= n *)
  | Under (p : list nat).     (* under "/p" *)

(** Several limits are joined by [and]; none: any value. *)
Record arg := { name : nat; optional : bool; limits : list limit }.
Record clause := { about : pattern; named : list arg; open : bool }.

(** A budget counts calls, or sums an argument. *)
Record budget := { at_most : nat; summed : option nat; speaks_of : pattern }.

(** Depth, audiences and window inherit where nothing is stated; clauses never do. *)
Record grant := {
  clauses : list clause;
  depth : option nat;
  audiences : list audience;
  not_before : option time;
  expires : option time;
  budgets : list budget;
}.

(** * Links, tokens, proofs *)

Record claims := { holder : key; grants : grant }.
Record root_claims := { issuer : key; subject : option nat; issued_at : time; first : claims }.

(** The content of a chain: its last link's id. *)
Record id := { root_of : root_claims; below_root : list claims }.

(** What can be signed. The kind is part of it. *)
Inductive message := LinkM (content : id) | ProofM (leaf : id) (called : call) (for_ : audience) (at_ : time) (nonce : nat).
Record signature := { by_ : key; over : message }.

Record chain := { root : root_claims; root_signature : signature; further : list (claims * signature) }.
Record proof := { proof_audience : audience; proof_time : time; proof_nonce : nat; proof_signature : signature }.
Record presentation := { token : chain; proven : proof }.

Definition id_of (c : chain) : id := {| root_of := root c; below_root := map fst (further c) |}.
Definition leaf_holder (c : chain) : key := holder (last (map fst (further c)) (first (root c))).

(** The steps that make them. Whoever has the key [k] can make these and no others. *)
Definition mint (k : key) (s : option nat) (t : time) (cl : claims) : chain :=
  let r := {| issuer := k; subject := s; issued_at := t; first := cl |} in
  {| root := r; root_signature := {| by_ := k; over := LinkM {| root_of := r; below_root := [] |} |}; further := [] |}.

Definition extended (i : id) (cl : claims) : id := {| root_of := root_of i; below_root := below_root i ++ [cl] |}.

Definition delegate (k : key) (c : chain) (cl : claims) : chain :=
  {| root := root c;
     root_signature := root_signature c;
     further := further c ++ [(cl, {| by_ := k; over := LinkM (extended (id_of c) cl) |})] |}.

Definition prove (k : key) (c : chain) (x : call) (a : audience) (t : time) (n : nat) : proof :=
  {| proof_audience := a; proof_time := t; proof_nonce := n;
     proof_signature := {| by_ := k; over := ProofM (id_of c) x a t n |} |}.

(** * What a clause accepts *)

Definition value_eq (v w : value) : {v = w} + {v <> w}. Proof. repeat decide equality. Defined.
Definition call_eq (x y : call) : {x = y} + {x <> y}. Proof. repeat decide equality. Defined.
Definition id_eq (i j : id) : {i = j} + {i <> j}. Proof. repeat decide equality. Defined.
Definition message_eq (m n : message) : {m = n} + {m <> n}.
Proof. decide equality; auto using Nat.eq_dec, id_eq, call_eq. Defined.
Definition signature_eq (s t : signature) : {s = t} + {s <> t}.
Proof. decide equality; auto using Nat.eq_dec, message_eq. Defined.

Definition same {A} (eq : forall x y : A, {x = y} + {x <> y}) (x y : A) : bool := if eq x y then true else false.
Definition among (n : nat) (l : list nat) : bool := existsb (Nat.eqb n) l.

Fixpoint begins (p l : list nat) : bool :=
  match p, l with
  | [], _ => true
  | _, [] => false
  | a :: p, b :: l => (a =? b) && begins p l
  end.

Definition covers (p : pattern) (a : list nat) : bool :=
  match p with
  | Exact e => same (list_eq_dec Nat.eq_dec) e a
  | Below p => begins p a && (length p <? length a)
  | Every => true
  end.

(** Typed: a value of another type passes no limit. *)
Definition passes (l : limit) (v : value) : bool :=
  match l, v with
  | Is w, _ => same value_eq v w
  | OneOf ws, _ => existsb (same value_eq v) ws
  | AtMost n, Number m => m <=? n
  | AtLeast n, Number m => n <=? m
  | Under p, Path q => begins p q
  | _, _ => false
  end.

Definition given (n : nat) (x : call) : option value := option_map snd (find (fun a => fst a =? n) (args x)).

(** One single clause accepts the action and every argument: those it names are there and pass, unless marked optional;
    there are no others, unless it ends in [..]. *)
Definition accepts (x : call) (c : clause) : bool :=
  covers (about c) (action x)
  && forallb (fun a => match given (name a) x with
                       | Some v => forallb (fun l => passes l v) (limits a)
                       | None => optional a
                       end) (named c)
  && (open c || forallb (fun a => among (fst a) (map name (named c))) (args x)).

(** Clauses of one link are alternatives. *)
Definition allows (x : call) (cs : list clause) : bool := existsb (accepts x) cs.

(** What a call owes to a budget; [None]: it must owe, and does not say how much. *)
Definition owes (b : budget) (x : call) : option nat :=
  if covers (speaks_of b) (action x) then
    match summed b with
    | None => Some 1
    | Some n => match given n x with Some (Number m) => Some m | _ => None end
    end
  else Some 0.

(** * The verdict *)

Inductive code :=
  | RootUntrusted | RootInterval | SubjectNotAllowed
  | DepthExceeded | AudienceWidened | WindowWidened | BudgetHomeUnclear | AudienceMismatch | ProofAudienceMismatch
  | IssuedInFuture | NotYetValid | Expired | LifeTooLong | ProofInFuture | ProofStale
  | SignatureInvalid | ProofMismatch | NotGranted | AmountInvalid.

(** What must hold, and what is said, at which link, if it does not. The first that does not hold decides. *)
Definition check := (bool * (code * nat))%type.
Definition must (holds : bool) (why : code) (link : nat) : check := (holds, (why, link)).
Definition refusal (cs : list check) : option (code * nat) := option_map snd (find (fun c => negb (fst c)) cs).

Record entry := { holds_at : time -> bool; speaks_for : option nat -> bool; zero : list clause }.
Definition trust := key -> option entry.
Record policy := { ours : audience; life : nat; skew : nat; age : nat }.

(** What a link has, stated or inherited. *)
Record effective := { depth_left : nat; meant_for : list audience; start : time; end_ : time }.

Definition else_ {A} (stated : option A) (inherited : A) : A := match stated with Some x => x | None => inherited end.
Definition states (stated : option nat) (holds : nat -> bool) : bool := match stated with Some n => holds n | None => true end.

(** A root inherits nothing: no depth, no audience, and an end before it began. *)
Definition at_root (r : root_claims) : effective :=
  let g := grants (first r) in
  {| depth_left := else_ (depth g) 0; meant_for := audiences g;
     start := else_ (not_before g) (issued_at r); end_ := else_ (expires g) 0 |}.

Definition at_link (above : effective) (g : grant) : effective :=
  {| depth_left := else_ (depth g) (pred (depth_left above));
     meant_for := match audiences g with [] => meant_for above | stated => stated end;
     start := else_ (not_before g) (start above); end_ := else_ (expires g) (end_ above) |}.

Definition at_leaf (c : chain) : effective :=
  fold_left (fun above l => at_link above (grants (fst l))) (further c) (at_root (root c)).

Definition home (e : effective) (g : grant) (n : nat) : check :=
  must (match budgets g with [] => true | _ => length (meant_for e) <=? 1 end) BudgetHomeUnclear n.

Fixpoint structure (above : effective) (n : nat) (ls : list (claims * signature)) : list check :=
  match ls with
  | [] => []
  | (cl, _) :: ls =>
    let g := grants cl in
    let here := at_link above g in
    [ must (0 <? depth_left above) DepthExceeded n;
      must (states (depth g) (fun d => d <=? pred (depth_left above))) DepthExceeded n;
      must (forallb (fun a => among a (meant_for above)) (audiences g)) AudienceWidened n;
      must (states (expires g) (fun t => t <=? end_ above)) WindowWidened n;
      must (states (not_before g) (fun t => start above <=? t)) WindowWidened n;
      home here g n ]
    ++ structure here (S n) ls
  end.

Definition in_window (pol : policy) (now : time) (g : grant) (n : nat) : list check :=
  [ must (states (not_before g) (fun t => t <=? now + skew pol)) NotYetValid n;
    must (states (expires g) (fun t => now <? t + skew pol)) Expired n ].

Fixpoint windows (pol : policy) (now : time) (n : nat) (ls : list (claims * signature)) : list check :=
  match ls with
  | [] => []
  | (cl, _) :: ls => in_window pol now (grants cl) n ++ windows pol now (S n) ls
  end.

(** Each link's signature is its parent's holder's, over the whole chain up to it. *)
Fixpoint signatures (by_key : key) (above : id) (n : nat) (ls : list (claims * signature)) : list check :=
  match ls with
  | [] => []
  | (cl, s) :: ls =>
    let here := extended above cl in
    must (same signature_eq s {| by_ := by_key; over := LinkM here |}) SignatureInvalid n
    :: signatures (holder cl) here (S n) ls
  end.

(** Each link is judged alone. *)
Fixpoint judged (x : call) (n : nat) (grants : list (list clause)) : list check :=
  match grants with
  | [] => []
  | cs :: grants => must (allows x cs) NotGranted n :: judged x (S n) grants
  end.

Fixpoint amounts (x : call) (n : nat) (gs : list grant) : list check :=
  match gs with
  | [] => []
  | g :: gs => map (fun b => must (match owes b x with Some _ => true | None => false end) AmountInvalid n) (budgets g)
               ++ amounts x (S n) gs
  end.

Definition grants_of (c : chain) : list grant := map grants (first (root c) :: map fst (further c)).

(** The checks of [verify.md] in their order. *)
Definition checks (t : trust) (pol : policy) (now : time) (p : presentation) (x : call) : list check :=
  let c := token p in
  let r := root c in
  let pf := proven p in
  let leaf := S (length (further c)) in
  match t (issuer r) with
  | None => [must false RootUntrusted 1]
  | Some e =>
    [ must (holds_at e (issued_at r) && holds_at e now) RootInterval 1;
      must (speaks_for e (subject r)) SubjectNotAllowed 1;
      home (at_root r) (grants (first r)) 1 ]
    ++ structure (at_root r) 2 (further c)
    ++ [ must (among (ours pol) (meant_for (at_leaf c))) AudienceMismatch leaf;
         must (proof_audience pf =? ours pol) ProofAudienceMismatch leaf;
         must (issued_at r <=? now + skew pol) IssuedInFuture 1 ]
    ++ in_window pol now (grants (first r)) 1
    ++ [ must (end_ (at_root r) - issued_at r <=? life pol) LifeTooLong 1 ]
    ++ windows pol now 2 (further c)
    ++ [ must (proof_time pf <=? now + skew pol) ProofInFuture leaf;
         must (now <=? proof_time pf + age pol + skew pol) ProofStale leaf;
         must (same signature_eq (root_signature c)
                 {| by_ := issuer r; over := LinkM {| root_of := r; below_root := [] |} |}) SignatureInvalid 1 ]
    ++ signatures (holder (first r)) {| root_of := r; below_root := [] |} 2 (further c)
    ++ [ must (same signature_eq (proof_signature pf)
                 {| by_ := leaf_holder c;
                    over := ProofM (id_of c) x (proof_audience pf) (proof_time pf) (proof_nonce pf) |}) ProofMismatch leaf ]
    ++ judged x 0 (zero e :: map clauses (grants_of c))
    ++ amounts x 1 (grants_of c)
  end.

(** [None]: allowed. *)
Definition verify t pol now p x : option (code * nat) := refusal (checks t pol now p x).

(** * The ledger *)

(** A counter is a budget of a link: the link's id and the budget's place in it. *)
Definition counter := (id * nat)%type.
Definition counter_eq (c d : counter) : {c = d} + {c <> d}.
Proof. decide equality; auto using Nat.eq_dec, id_eq. Defined.

Record charge := { to : counter; amount : nat; most : nat }.
Record ledger := { taken : list (counter * nat); burned : list message }.

Definition sum (c : counter) (l : list (counter * nat)) : nat :=
  list_sum (map snd (filter (fun e => same counter_eq (fst e) c) l)).

Fixpoint charges_at (x : call) (i : id) (place : nat) (bs : list budget) : list charge :=
  match bs with
  | [] => []
  | b :: bs => {| to := (i, place); amount := else_ (owes b x) 0; most := at_most b |} :: charges_at x i (S place) bs
  end.

Fixpoint charges_below (x : call) (above : id) (cls : list claims) : list charge :=
  match cls with
  | [] => []
  | cl :: cls => let here := extended above cl in
                 charges_at x here 0 (budgets (grants cl)) ++ charges_below x here cls
  end.

(** Every budget of every link that the call passed through. *)
Definition charges (c : chain) (x : call) : list charge :=
  let top := {| root_of := root c; below_root := [] |} in
  charges_at x top 0 (budgets (grants (first (root c)))) ++ charges_below x top (map fst (further c)).

(** All charges, or nothing. *)
Fixpoint take (cs : list charge) (l : list (counter * nat)) : option (list (counter * nat)) :=
  match cs with
  | [] => Some l
  | c :: cs => if sum (to c) l + amount c <=? most c then take cs ((to c, amount c) :: l) else None
  end.

(** A verdict, and then the proof is burned and what is owed is taken: whether the call may run, and the ledger after. *)
Record attempt := { when_ : time; shown : presentation; tried : call }.

Definition attempted (t : trust) (pol : policy) (l : ledger) (a : attempt) : bool * ledger :=
  let m := over (proof_signature (proven (shown a))) in
  match verify t pol (when_ a) (shown a) (tried a) with
  | Some _ => (false, l)
  | None =>
    if in_dec message_eq m (burned l) then (false, l)
    else match take (charges (token (shown a)) (tried a)) (taken l) with
         | Some after => (true, {| taken := after; burned := m :: burned l |})
         | None => (false, l)
         end
  end.

(** The attempts that ran, in their order, from a ledger that starts empty. *)
Fixpoint ran (t : trust) (pol : policy) (l : ledger) (history : list attempt) : list attempt :=
  match history with
  | [] => []
  | a :: history =>
    let (may_run, after) := attempted t pol l a in
    if may_run then a :: ran t pol after history else ran t pol after history
  end.

Definition empty : ledger := {| taken := []; burned := [] |}.
