(* Adds the numbers that it reads. *)
let rec total sum =
  match Scanf.scanf " %d" Fun.id with
  | number -> total (sum + number)
  | exception _ -> sum

let () = Printf.printf "%d\n" (total 0)
