--  Adds the numbers that it reads.
with Ada.Long_Long_Integer_Text_IO; use Ada.Long_Long_Integer_Text_IO;
with Ada.Text_IO;                   use Ada.Text_IO;

procedure Main is
   Number, Total : Long_Long_Integer := 0;
begin
   while not End_Of_File loop
      Get (Number);
      Total := Total + Number;
   end loop;
   Put (Total, Width => 0);
   New_Line;
end Main;
