(** A small universe, judged by the model: every token of one to three links out of a few that a holder may sign, honestly
    or not, with every call of a few; and one token under other proofs and at other times. [Verdicts.v] holds the answers,
    and a test of the crate asks the verifier for the same ones. *)

Require Import List Arith Bool String Ascii.
Require Import Depute.Walk Depute.Verdicts.
Import ListNotations.
Open Scope string_scope.
Open Scope list_scope.

(** * Who, what, when *)

Definition alice := 1. Definition planner := 2. Definition booker := 3. Definition scout := 4. Definition mallory := 5.

Definition f_a := [0; 1]. Definition f_b := [0; 2]. Definition f := [0]. Definition g := [3].
Definition x := 0. Definition y := 1.
Definition slash_a := [0]. Definition slash_a_b := [0; 1].

Definition calls : list call :=
  [ {| action := f_a; args := [(x, Number 1)] |};
    {| action := f_a; args := [(x, Number 2)] |};
    {| action := f_a; args := [(x, Number 1); (y, Path slash_a_b)] |};
    {| action := f_a; args := [(x, Word 0)] |};
    {| action := f_a; args := [(y, Path slash_a)] |};
    {| action := f_b; args := [] |};
    {| action := f_b; args := [(x, Number 1)] |};
    {| action := g; args := [(x, Number 1)] |};
    {| action := f; args := [(x, Number 1)] |} ].

Definition trusted (k : key) : option entry :=
  if Nat.eqb k alice then
    Some {| holds_at := fun t => Nat.leb 8 t && Nat.ltb t 19;
            speaks_for := fun s => match s with None => true | Some _ => false end;
            zero := [ {| about := Below f; named := []; open := true |};
                      {| about := Exact f; named := []; open := true |} ] |}
  else None.

Definition here := {| ours := 1; life := 10; skew := 1; age := 3 |}.

(** * Grants *)

Definition clause_of (p : pattern) (named : list arg) (open : bool) := {| about := p; named := named; open := open |}.
Definition an (n : nat) (ls : list limit) := {| name := n; optional := false; limits := ls |}.
Definition may (n : nat) (ls : list limit) := {| name := n; optional := true; limits := ls |}.
Definition everything := clause_of Every [] true.

Definition grant_of cs d auds nbf exp bs :=
  {| clauses := cs; depth := d; audiences := auds; not_before := nbf; expires := exp; budgets := bs |}.
Definition root_with cs := grant_of cs (Some 2) [1] None (Some 18) [].
Definition link_with cs := grant_of cs None [] None None [].

(** Root links: by whom, for which subject, what they grant. *)
Definition roots : list (key * option nat * grant) :=
  [ (* 0 *) (alice, None, root_with [everything]);
    (* 1 *) (alice, None, root_with [clause_of (Exact f_a) [an x [AtMost 2]] true]);
    (* 2 *) (alice, None, grant_of [clause_of (Below f) [] true] (Some 2) [1; 2] None (Some 18) []);
    (* 3 *) (alice, None, root_with [clause_of (Exact f_a) [an x [AtMost 1]] false; clause_of (Exact f_a) [an y [Under slash_a]] true]);
    (* 4 *) (alice, None, grant_of [everything] (Some 2) [1] (Some 11) (Some 15)
                            [ {| at_most := 5; summed := Some x; speaks_of := Below f |} ]);
    (* 5 *) (alice, None, grant_of [everything] None [1] None (Some 18) []);
    (* 6 *) (mallory, None, root_with [everything]);
    (* 7 *) (alice, Some 7, root_with [everything]);
    (* 8 *) (alice, None, grant_of [everything] (Some 2) [1] None (Some 21) []) ].

(** How a further link is signed. *)
Inductive signing := ByHolder | ByMallory | UnderRoot.

Definition links : list (grant * signing) :=
  [ (* a *) (link_with [everything], ByHolder);
    (* b *) (link_with [clause_of (Exact f_a) [an x [AtMost 1]] true], ByHolder);
    (* c *) (link_with [clause_of (Exact f_a) [an x [AtLeast 1; AtMost 9]] true], ByHolder);
    (* d *) (link_with [clause_of (Exact f_a) [may x []; may y [Under slash_a]] false], ByHolder);
    (* e *) (link_with [clause_of (Exact f_a) [an x [Is (Number 1)]] false; clause_of (Exact f_b) [an x [OneOf [Number 1; Word 0]]] true;
                        clause_of (Exact g) [] true], ByHolder);
    (* f *) (grant_of [everything] (Some 2) [] None None [], ByHolder);
    (* g *) (grant_of [everything] (Some 0) [2] None None [], ByHolder);
    (* h *) (grant_of [everything] None [] None (Some 19) [], ByHolder);
    (* i *) (grant_of [everything] None [] (Some 9) None [], ByHolder);
    (* j *) (grant_of [everything] None [] None (Some 12) [], ByHolder);
    (* k *) (grant_of [everything] None [] (Some 16) None [], ByHolder);
    (* l *) (grant_of [everything] None [1] None None [ {| at_most := 5; summed := None; speaks_of := Every |} ], ByHolder);
    (* m *) (grant_of [everything] None [] None None [ {| at_most := 5; summed := None; speaks_of := Every |} ], ByHolder);
    (* n *) (link_with [everything], ByMallory);
    (* o *) (link_with [everything], UnderRoot) ].

(** * Tokens *)

Definition holders := [booker; scout].

Definition minted_as (r : key * option nat * grant) : chain :=
  match r with (k, s, g) => mint k s 10 {| holder := planner; grants := g |} end.

Definition signed_as (how : signing) (c : chain) (cl : claims) : chain :=
  match how with
  | ByHolder => delegate (leaf_holder c) c cl
  | ByMallory => delegate mallory c cl
  | UnderRoot =>
    let top := {| root_of := root c; below_root := [] |} in
    {| root := root c; root_signature := root_signature c;
       further := further c ++ [(cl, {| by_ := leaf_holder c; over := LinkM (extended top cl) |})] |}
  end.

Fixpoint extended_by (c : chain) (hs : list key) (ls : list (grant * signing)) : chain :=
  match hs, ls with
  | h :: hs, (g, how) :: ls => extended_by (signed_as how c {| holder := h; grants := g |}) hs ls
  | _, _ => c
  end.

(** * Answers *)

Definition letter (c : code) : ascii :=
  match c with
  | RootUntrusted => "U" | RootInterval => "I" | SubjectNotAllowed => "S"
  | DepthExceeded => "D" | AudienceWidened => "A" | WindowWidened => "W" | BudgetHomeUnclear => "B"
  | AudienceMismatch => "M" | ProofAudienceMismatch => "P"
  | IssuedInFuture => "i" | NotYetValid => "n" | Expired => "e" | LifeTooLong => "l"
  | ProofInFuture => "f" | ProofStale => "s"
  | SignatureInvalid => "X" | ProofMismatch => "H" | NotGranted => "G" | AmountInvalid => "O"
  end%char.

Definition shifted (from : ascii) (n : nat) : ascii := ascii_of_nat (nat_of_ascii from + n).
Definition digit := shifted "0".

(** Two characters: a code and the number of a link, or two dots. *)
Definition answer (v : option (code * nat)) : string :=
  match v with None => ".." | Some (c, n) => String (letter c) (String (digit n) "") end.

Definition spelled (l : list string) : string := fold_right append "" l.

Definition judge (now : time) (c : chain) (pf : proof) (call : call) : string :=
  answer (verify trusted here now {| token := c; proven := pf |} call).

(** The holder's own proof over the call, made now. *)
Definition own (now : time) (c : chain) (call : call) : proof := prove (leaf_holder c) c call 1 now 0.

Definition row (label : string) (c : chain) : string :=
  spelled (label :: " " :: map (fun call => judge 13 c (own 13 c call) call) calls).

Fixpoint numbered {A} (n : nat) (l : list A) : list (nat * A) :=
  match l with [] => [] | a :: l => (n, a) :: numbered (S n) l end.

(** Every choice of none, one or two further links, with its letters. *)
Definition choices : list (string * list (grant * signing)) :=
  let one := map (fun l => (String (shifted "a" (fst l)) "", [snd l])) (numbered 0 links) in
  ("", []) :: one ++ flat_map (fun a => map (fun b => (append (fst a) (fst b), snd a ++ snd b)) one) one.

Definition row_of (r : nat * (key * option nat * grant)) (ch : string * list (grant * signing)) : string :=
  row (append (String (digit (fst r)) "") (fst ch)) (extended_by (minted_as (snd r)) holders (snd ch)).

(** What follows a root that allows none to follow, or is refused by itself, changes little. *)
Definition tokens : list string :=
  let all := numbered 0 roots in
  flat_map (fun r => map (row_of r) choices) (firstn 5 all) ++ flat_map (fun r => map (row_of r) (firstn 3 choices)) (skipn 5 all).

(** One token under other proofs; and that one and another, whose links have windows, at other times. *)
Definition one_token := extended_by (minted_as (alice, None, root_with [everything])) holders
  [ (link_with [everything], ByHolder); (link_with [clause_of (Exact f_a) [an x [AtMost 1]] true], ByHolder) ].
Definition windowed := extended_by (minted_as (alice, None, grant_of [everything] (Some 1) [1] (Some 11) (Some 15) [])) holders
  [ (grant_of [everything] None [] (Some 12) (Some 14) [], ByHolder) ].

Definition called := {| action := f_a; args := [(x, Number 1)] |}.
Definition another := {| action := f_a; args := [(x, Number 2)] |}.

Definition other_proofs : list string :=
  let c := one_token in
  map (fun pf => judge 13 c pf called)
    [ own 13 c called; prove booker c called 1 13 0; prove mallory c called 1 13 0; own 13 c another;
      prove scout c called 2 13 0; own 13 (delegate scout c {| holder := scout; grants := link_with [everything] |}) called;
      own 14 c called; own 15 c called; own 10 c called; own 9 c called; own 8 c called ].

Definition times : list string :=
  map (fun now => spelled [judge now one_token (own now one_token called) called; " ";
                           judge now windowed (own now windowed called) called]) (seq 7 14).

Definition verdicts : list string := tokens ++ other_proofs ++ times.

(** [Verdicts.v] is of these; where it is not, the error shows the two answers. *)
Definition differences : list (string * string) :=
  filter (fun answers => negb (String.eqb (fst answers) (snd answers))) (combine verdicts told).

Theorem the_verdicts_are_those_of_the_model : (List.length verdicts, differences) = (List.length told, []).
Proof. vm_compute. reflexivity. Qed.
Print Assumptions the_verdicts_are_those_of_the_model.
